package org.jvmpool.impl.launch;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Wakes a thread of this JVM that is blocked in a read of a child's standard error while a
 * grandchild holds the pipe open.
 *
 * <p>Closing a pipe does not wake its reader on Linux. But this process can open its own read end
 * through {@code /proc/self/fd} for writing, and one byte ends the read. Elsewhere this does
 * nothing, and the daemon thread stays until the grandchild ends.
 */
final class PipeWake {
  private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");

  private final @Nullable Path pipe;

  private PipeWake(@Nullable Path pipe) {
    this.pipe = pipe;
  }

  /** Notes which pipe is the standard error of that live child. */
  static PipeWake forStderrOf(long pid) {
    Path target = target(Path.of("/proc/" + pid + "/fd/2"));
    return new PipeWake(target != null && target.toString().startsWith("pipe:") ? target : null);
  }

  /** Writes one line feed into the pipe, if it is still open here. */
  void wake() {
    if (pipe == null) {
      return;
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OWN_DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        if (pipe.equals(target(descriptor))) {
          try (FileOutputStream out = new FileOutputStream(descriptor.toFile())) {
            out.write('\n');
          }
          return;
        }
      }
    } catch (IOException | RuntimeException e) {
      // The pipe was closed meanwhile: nobody is left to wake.
    }
  }

  private static @Nullable Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
