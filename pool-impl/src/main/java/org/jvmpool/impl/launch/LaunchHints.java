package org.jvmpool.impl.launch;

import java.io.IOException;

/** What it means when the system refuses to start a process, and what to do. */
final class LaunchHints {
  private LaunchHints() {}

  static String of(IOException refusal) {
    String message = String.valueOf(refusal.getMessage());
    // The JDK names the errno: "error=11, Resource temporarily unavailable".
    if (message.contains("error=11,")) {
      return "the limit of processes or threads was reached (ulimit -u, or the container's limit"
          + " of pids); use fewer workers or raise it";
    }
    if (message.contains("error=12,")) {
      return "there is not enough memory; use fewer workers or a smaller maxHeap";
    }
    if (message.contains("error=24,") || message.contains("error=23,")) {
      return "too many files are open (ulimit -n); use fewer workers or raise it";
    }
    if (message.contains("error=7,")) {
      return "the environment is too large; remove variables";
    }
    if (message.contains("error=13,")) {
      return "permission was denied; check the modes of java and of the directories above it";
    }
    if (message.contains("jspawnhelper")) {
      return "the JDK's jspawnhelper did not run; if the JDK was updated under this running"
          + " program, restart the program";
    }
    return message;
  }
}
