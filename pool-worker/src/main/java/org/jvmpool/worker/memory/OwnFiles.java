package org.jvmpool.worker.memory;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.family.Segments;

/**
 * The files of a shared object that this process has made. If the object never left this process,
 * the cleaner runs this when it is unreachable, and they go; otherwise they stay as long as the
 * family, since nobody knows who may still receive a handle of it.
 */
final class OwnFiles implements Runnable {
  private final Segments segments;
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private volatile boolean travelled;

  private OwnFiles(Segments segments, boolean travelled) {
    this.segments = segments;
    this.travelled = travelled;
  }

  /** Of an object that this process makes. */
  static OwnFiles of(Object owner) {
    OwnFiles files = new OwnFiles(Family.current().segments(), false);
    Family.cleaner().register(owner, files);
    return files;
  }

  /** Of an object that came from elsewhere. */
  static OwnFiles ofTravelled() {
    return new OwnFiles(Family.current().segments(), true);
  }

  void add(String name) {
    if (!travelled) {
      names.add(name);
    }
  }

  /** Removes a file now. */
  void delete(String name) {
    names.remove(name);
    try {
      segments.delete(name);
    } catch (IOException e) {
      // It goes with the family.
    }
  }

  /** The object leaves this process. */
  void send() {
    travelled = true;
    names.clear();
  }

  @Override
  public void run() {
    if (!travelled) {
      names.forEach(this::delete);
    }
  }
}
