package org.jvmpool.impl.pool;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import org.jvmpool.Pool;
import org.jvmpool.impl.brain.Brain;
import org.jvmpool.impl.launch.Launcher;
import org.jvmpool.worker.TaskRunner;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.wire.Frame;

/**
 * What a pool needs when something fails, loaded before it does: a program that has run out of file
 * descriptors can load no class from a directory, and the JDK cannot read its files. A jar that was
 * opened stays open, so for classes in jars there is nothing to do.
 *
 * <p>Once in a JVM, by the thread of the first worker, which has nothing to do while its process
 * starts; the threads of others wait for it then.
 */
final class ClassesAtHand {
  private static final String SUFFIX = ".class";

  /** One of each package. */
  private static final List<Class<?>> OF_PACKAGES =
      List.of(
          Pool.class,
          PoolCore.class,
          Brain.class,
          Launcher.class,
          TaskRunner.class,
          Codec.class,
          Frame.class);

  private ClassesAtHand() {}

  /** The JVM sees to it that this happens once. */
  private static final class Once {
    static {
      OF_PACKAGES.forEach(ClassesAtHand::loadPackage);
      loadSecurity();
    }

    static void happens() {}
  }

  /** Returns when they are there. */
  static void load() {
    Once.happens();
  }

  /** A JDK 25 reads this file before the first exception can be rebuilt from a stream. */
  private static void loadSecurity() {
    try {
      ObjectInputFilter.Config.getSerialFilter();
    } catch (RuntimeException | Error e) {
      // It is read when it is needed, if it can be.
    }
  }

  private static void loadPackage(Class<?> one) {
    try {
      CodeSource source = one.getProtectionDomain().getCodeSource();
      if (source == null
          || source.getLocation() == null
          || !"file".equals(source.getLocation().getProtocol())) {
        return;
      }
      Path place = Path.of(source.getLocation().toURI());
      if (Files.isDirectory(place)) {
        loadAll(place.resolve(one.getPackageName().replace('.', '/')), one);
      }
    } catch (IOException | URISyntaxException | RuntimeException | Error e) {
      // They are loaded when they are needed, if they can be.
    }
  }

  private static void loadAll(Path directory, Class<?> one) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String simple = name.substring(0, name.length() - SUFFIX.length());
        try {
          Class.forName(one.getPackageName() + '.' + simple, false, one.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
          // One for which this program has no library, or no descriptor any more.
        }
      }
    }
  }
}
