package org.jvmpool.impl.testkit;

import java.io.IOException;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Thread dumps, for the report of a test that hangs. */
public final class Stacks {
  private Stacks() {}

  /** The stacks of all threads of this JVM, with the locks they wait for. */
  public static String ofThisJvm() {
    StringBuilder text = new StringBuilder("--- threads of this JVM\n");
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
      text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
      LockInfo lock = thread.getLockInfo();
      if (lock != null) {
        text.append(" on ").append(lock);
        if (thread.getLockOwnerName() != null) {
          text.append(" held by \"").append(thread.getLockOwnerName()).append('"');
        }
      }
      text.append('\n');
      for (StackTraceElement frame : thread.getStackTrace()) {
        text.append("    at ").append(frame).append('\n');
      }
    }
    return text.toString();
  }

  /** The stacks of the JVMs among this process's descendants, as {@code jcmd} prints them. */
  public static String ofChildren() {
    StringBuilder text = new StringBuilder();
    List<ProcessHandle> children =
        ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).limit(8).toList();
    for (ProcessHandle child : children) {
      if (!child.info().command().orElse("").endsWith("java")) {
        continue;
      }
      text.append("--- threads of child ").append(child.pid()).append('\n');
      text.append(jcmd(child.pid())).append('\n');
    }
    return text.toString();
  }

  private static String jcmd(long pid) {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(tool)) {
      return "(no jcmd)";
    }
    try {
      Path answer = Files.createTempFile("stacks", ".txt");
      try {
        Process process =
            new ProcessBuilder(tool.toString(), Long.toString(pid), "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
        return Files.readString(answer);
      } finally {
        Files.delete(answer);
      }
    } catch (IOException e) {
      return "(" + e + ")";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "(interrupted)";
    }
  }
}
