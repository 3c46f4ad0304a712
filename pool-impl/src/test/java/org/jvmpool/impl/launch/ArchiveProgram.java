package org.jvmpool.impl.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jvmpool.Pool;

/** A program with one worker that tells whether the worker has an archive of that directory. */
final class ArchiveProgram {
  private ArchiveProgram() {}

  /**
   * @param args the workers' Java, the directory of archives, and "wait" to stay until standard
   *     input ends
   */
  public static void main(String[] args) throws Exception {
    String directory = args[1];
    Path besides = Path.of(directory).toAbsolutePath().getParent(); // for what a crash leaves
    try (Pool pool =
        Pool.builder().workers(1).javaHome(Path.of(args[0])).workingDirectory(besides).build()) {
      System.out.println("mapped " + pool.apply(() -> hasMapped(directory)));
      if (args.length > 2) {
        while (System.in.read() >= 0) {
          // The test says when.
        }
      }
    }
    System.out.println("bye");
  }

  private static boolean hasMapped(String directory) throws Exception {
    return Files.readString(Path.of("/proc/self/maps")).contains(directory);
  }
}
