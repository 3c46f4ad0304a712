package org.jvmpool.worker.memory;

import java.io.IOException;
import org.jvmpool.worker.family.Segments;

/**
 * A file of this process's making. If its name never left this process, the cleaner runs this when
 * the object that it belongs to is unreachable, and the file goes; otherwise it stays as long as
 * the family, since nobody knows who may still receive the name.
 */
final class OwnFile implements Runnable {
  private final Segments segments;
  private final String name;
  private volatile boolean travelled;

  OwnFile(Segments segments, String name, boolean travelled) {
    this.segments = segments;
    this.name = name;
    this.travelled = travelled;
  }

  /** The name, which leaves this process. */
  String send() {
    travelled = true;
    return name;
  }

  @Override
  public void run() {
    if (!travelled) {
      try {
        segments.delete(name);
      } catch (IOException e) {
        // It goes with the family.
      }
    }
  }
}
