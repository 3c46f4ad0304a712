package org.jvmpool.impl.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;

/**
 * The class-data archives of the children that tests start, as users' programs have them from their
 * second run on. They are made before the first test, in this build's own directory of caches.
 *
 * <p>Afterwards no other is made: whatever test came by first would find the JVM that makes it
 * among its children. This JVM keeps the right to make archives until it ends.
 */
final class Archives {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static boolean prepared; // guarded by the class
  private static @Nullable FileLock kept; // guarded by the class

  private Archives() {}

  /** Makes the two that almost all children use: workers' and processes'. Once a JVM. */
  static synchronized void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    String caches = System.getenv("XDG_CACHE_HOME");
    if (caches == null) {
      System.setProperty("jvmpool.archive", "off"); // not in the cache of who runs a single test
      return;
    }
    try {
      try (Pool pool = Pool.create(1)) {
        pool.apply(() -> 1);
      }
      awaitMade();
      JvmProcess process = Multiprocessing.local().process(() -> {}).start();
      process.join();
      awaitMade();
      Path lock = Path.of(caches, "jvmpool", "lock");
      if (Files.exists(lock)) { // not if our classes are no jars
        kept = FileChannel.open(lock, StandardOpenOption.WRITE).tryLock();
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("cannot prepare the archives in " + caches, e);
    }
  }

  private static void awaitMade() {
    Eventually.until(
        PATIENCE,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("jvmpool-archive")));
  }
}
