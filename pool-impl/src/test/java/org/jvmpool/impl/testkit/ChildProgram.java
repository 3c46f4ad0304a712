package org.jvmpool.impl.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A user's program in a JVM of its own, with this JVM's class path, for what happens to pools when
 * the program that made them ends. Two daemon threads read what it prints and end with it; closing
 * kills it with its descendants.
 */
public final class ChildProgram implements AutoCloseable {
  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private ChildProgram(Process process) {
    this.process = process;
    this.readers =
        List.of(reader(process.getInputStream(), out), reader(process.getErrorStream(), err));
  }

  /** Starts the class's {@code main}. */
  public static ChildProgram start(Class<?> main, String... args) throws IOException {
    return start(List.of(), main.getName(), args);
  }

  /** Starts a program of one source file. */
  public static ChildProgram startSource(Path source, String... args) throws IOException {
    return start(List.of(), source.toString(), args);
  }

  /** Starts the class's {@code main} behind a prefix such as {@code setsid}. */
  public static ChildProgram start(List<String> prefix, String main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main);
    command.addAll(List.of(args));
    return new ChildProgram(new ProcessBuilder(command).start());
  }

  /** Starts any command. */
  public static ChildProgram startCommand(String... command) throws IOException {
    return new ChildProgram(new ProcessBuilder(command).start());
  }

  /** Starts any command, with more in its environment. */
  public static ChildProgram startCommand(Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new ChildProgram(builder.start());
  }

  /** Starts any command in that directory. */
  public static ChildProgram startCommandIn(Path directory, String... command) throws IOException {
    return new ChildProgram(new ProcessBuilder(command).directory(directory.toFile()).start());
  }

  public Process process() {
    return process;
  }

  public List<String> out() {
    return out;
  }

  public List<String> err() {
    return err;
  }

  /** Waits for the first line that starts with this, and returns the rest of the line. */
  public String awaitLine(String start) {
    Eventually.until(
        () -> {
          if (out.stream().noneMatch(line -> line.startsWith(start)) && !process.isAlive()) {
            for (Thread reader : readers) {
              reader.join(5_000);
            }
            if (out.stream().noneMatch(line -> line.startsWith(start))) {
              throw new AssertionError("ended without a line " + start + ": " + this);
            }
          }
          return out.stream().anyMatch(line -> line.startsWith(start));
        });
    return out.stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow()
        .substring(start.length());
  }

  /** Waits for the end of the program and of its output. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after 30 s: " + this + "\n" + Stacks.ofChildren());
    }
    for (Thread reader : readers) {
      reader.join(5_000);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    return "program " + process.pid() + "\nstdout " + out + "\nstderr " + err;
  }

  private static Thread reader(InputStream stream, List<String> lines) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                  lines.add(line);
                }
              } catch (IOException closed) {
                lines.add("(" + closed + ")");
              }
            },
            "test-program-output");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
