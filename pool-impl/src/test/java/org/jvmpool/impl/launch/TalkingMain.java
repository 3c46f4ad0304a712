package org.jvmpool.impl.launch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** A child's main for tests: answers one command at a time over the protocol streams. */
public final class TalkingMain {
  private TalkingMain() {}

  public static void main(String[] args) throws Exception {
    boolean moved = args[0].equals("fd:3");
    InputStream in = moved ? new FileInputStream("/dev/fd/3") : System.in;
    OutputStream out = moved ? new FileOutputStream("/dev/fd/4") : System.out;
    try (DataInputStream commands = new DataInputStream(in);
        DataOutputStream answers = new DataOutputStream(out)) {
      while (true) {
        answers.writeUTF(answer(commands.readUTF(), args));
        answers.flush();
      }
    } catch (EOFException e) {
      System.exit(0);
    }
  }

  private static String answer(String command, String[] args) throws Exception {
    int blank = command.indexOf(' ');
    String verb = blank < 0 ? command : command.substring(0, blank);
    String rest = blank < 0 ? "" : command.substring(blank + 1);
    return switch (verb) {
      case "echo" -> rest;
      case "args" -> String.join(" ", args);
      case "pid" -> Long.toString(ProcessHandle.current().pid());
      case "env" -> String.valueOf(System.getenv(rest));
      case "property" -> String.valueOf(System.getProperty(rest));
      case "options" -> ManagementFactory.getRuntimeMXBean().getInputArguments().toString();
      case "directory" -> System.getProperty("user.dir");
      case "charset" -> Charset.defaultCharset().name();
      case "heap" -> Long.toString(Runtime.getRuntime().maxMemory() >> 20);
      case "print" -> {
        System.out.println(rest);
        System.err.println(rest);
        yield "printed";
      }
      case "stdin" -> Integer.toString(System.in.read());
      case "run" -> Integer.toString(new ProcessBuilder(words(rest)).inheritIO().start().waitFor());
      case "start" -> Long.toString(new ProcessBuilder(words(rest)).inheritIO().start().pid());
      case "resource" -> String.valueOf(TalkingMain.class.getResource(rest));
      case "module" -> String.valueOf(Class.forName(rest).getModule().getName());
      case "exit" -> {
        System.exit(Integer.parseInt(rest));
        yield "";
      }
      case "exhaust" -> {
        List<long[]> hog = new ArrayList<>();
        while (true) {
          hog.add(new long[1 << 20]);
        }
      }
      case "crash" -> {
        // A crash that leaves an error file: the address space ends below this.
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        var field = unsafe.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        unsafe.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
        yield "";
      }
      default -> throw new IOException("unknown command: " + command);
    };
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }
}
