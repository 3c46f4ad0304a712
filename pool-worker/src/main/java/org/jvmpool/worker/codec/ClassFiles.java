package org.jvmpool.worker.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.jvmpool.TaskSerializationException;

/**
 * Checksums of class files.
 *
 * <p>Lambdas are found in the other JVM by a name that the compiler counted up. If the class file
 * was rebuilt meanwhile, another lambda may bear that name; so both sides compare the checksums of
 * the class files they see. A checksum is taken once per class and kept.
 *
 * <p>A file may also have been rebuilt after its class was loaded here and before it was first
 * looked at. So one that is younger than this JVM must have the same lambdas as the loaded class.
 */
final class ClassFiles {
  /** Stands for a class whose file cannot be seen: nothing is compared. */
  static final long UNKNOWN = -1;

  private static final Instant STARTED =
      ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

  private static final ClassValue<Seen> SEEN =
      new ClassValue<>() {
        @Override
        protected Seen computeValue(Class<?> type) {
          return look(type);
        }
      };

  private ClassFiles() {}

  private record Seen(long checksum, boolean rebuilt) {}

  /** The checksum of a class's file; throws when that file is not what was loaded. */
  static long checksum(Class<?> type) {
    Seen seen = SEEN.get(type);
    if (seen.rebuilt) {
      throw new TaskSerializationException(
          type.getName()
              + " was rebuilt under the running program: its class file has other lambdas than the"
              + " class that was loaded from it, so that another lambda of the same name could run;"
              + " restart the program",
          null);
    }
    return seen.checksum;
  }

  /** Throws when the class here was compiled otherwise than the class there. */
  static void check(Class<?> type, long there) {
    long here = there == UNKNOWN ? UNKNOWN : checksum(type);
    if (here != UNKNOWN && here != there) {
      throw new TaskSerializationException(
          type.getName()
              + " was rebuilt under the running program: its class file has the checksum "
              + Long.toHexString(here)
              + " in this JVM and "
              + Long.toHexString(there)
              + " where the task comes from, so that another lambda or class of the same name could"
              + " run; restart the program",
          null);
    }
  }

  /* The JDK is skipped: both sides know its version, and it has nobody to rebuild it. */
  private static Seen look(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (Serializers.isJdk(type) || type.isHidden() || loader == null) {
      return new Seen(UNKNOWN, false);
    }
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = ClassHomes.classFile(type)) {
      if (in == null) {
        return new Seen(UNKNOWN, false);
      }
      byte[] file = in.readAllBytes();
      CRC32 crc = new CRC32();
      crc.update(file);
      return new Seen(crc.getValue(), isYoung(loader.getResource(name)) && differs(type, file));
    } catch (IOException | RuntimeException | LinkageError e) {
      return new Seen(UNKNOWN, false);
    }
  }

  private static boolean isYoung(@Nullable URL url) throws IOException {
    if (url == null) {
      return false;
    }
    URL file = url;
    if (url.getProtocol().equals("jar")) {
      // Made, but not connected: nothing is opened.
      URLConnection connection = url.openConnection();
      file = connection instanceof JarURLConnection jar ? jar.getJarFileURL() : url;
    }
    if (!file.getProtocol().equals("file")) {
      return false;
    }
    try {
      return Files.getLastModifiedTime(Path.of(file.toURI())).toInstant().isAfter(STARTED);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean differs(Class<?> type, byte[] file) {
    return !lambdasOf(type).equals(lambdasOf(new Reader(type.getClassLoader()).read(type, file)));
  }

  /* Only the bodies of lambdas: agents may have added other methods to the loaded class. */
  private static Set<String> lambdasOf(Class<?> type) {
    Set<String> lambdas = new HashSet<>();
    for (Method method : type.getDeclaredMethods()) {
      if (method.isSynthetic() && method.getName().startsWith("lambda$")) {
        StringBuilder text = new StringBuilder(method.getName());
        for (Class<?> parameter : method.getParameterTypes()) {
          text.append(' ').append(parameter.getName());
        }
        lambdas.add(text.append(' ').append(method.getReturnType().getName()).toString());
      }
    }
    return lambdas;
  }

  /** Reads a class file into a class that nobody else sees and that is never initialised. */
  private static final class Reader extends ClassLoader {
    Reader(ClassLoader parent) {
      super(parent);
    }

    Class<?> read(Class<?> type, byte[] file) {
      return defineClass(type.getName(), file, 0, file.length);
    }
  }
}
