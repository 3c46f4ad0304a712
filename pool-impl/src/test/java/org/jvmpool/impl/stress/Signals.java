package org.jvmpool.impl.stress;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to processes that this test has started. */
final class Signals {
  private Signals() {}

  /** Sends it; a process that has ended meanwhile is no error. */
  static void send(String name, long pid) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("kill itself hangs");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
