package org.jvmpool.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operating system's cache of files, which makes the second reader look faster. */
final class FileCache {
  private FileCache() {}

  /** Reads files once, as far as they can be read, so that nobody who is measured is the first. */
  static void fill(PrintStream out, Iterable<String> files) {
    long bytes = 0;
    for (String file : files) {
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        bytes += in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException unreadable) {
        // Whoever needs the file meets the same failure, and tells of it.
      }
    }
    out.printf("read all %,d bytes once, so that both find them in the file cache%n", bytes);
  }
}
