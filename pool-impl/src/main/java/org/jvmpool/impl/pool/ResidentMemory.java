package org.jvmpool.impl.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process holds. */
final class ResidentMemory {
  private ResidentMemory() {}

  /**
   * In bytes, as Linux tells it in {@code /proc/PID/status}; 0 where it cannot be found out, so
   * that no limit is ever seen to be passed.
   */
  static long of(long pid) {
    if (pid == 0) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not Linux, or the process has just ended.
    }
    return 0;
  }
}
