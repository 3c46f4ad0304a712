package org.jvmpool.worker.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.jvmpool.TaskSerializationException;

/**
 * Checksums of class files.
 *
 * <p>Lambdas are found in the other JVM by a name that the compiler counted up. If the class file
 * was rebuilt meanwhile, another lambda may bear that name; so both sides compare the checksums of
 * the class files they see. A checksum is taken once per class and kept.
 */
final class ClassFiles {
  /** Stands for a class whose file cannot be seen: nothing is compared. */
  static final long UNKNOWN = -1;

  private static final ClassValue<Long> CHECKSUMS =
      new ClassValue<>() {
        @Override
        protected Long computeValue(Class<?> type) {
          return compute(type);
        }
      };

  private ClassFiles() {}

  static long checksum(Class<?> type) {
    return CHECKSUMS.get(type);
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
              + " where the task comes from, so that another lambda or class of the same name could run;"
              + " restart the program",
          null);
    }
  }

  /* The JDK is skipped: both sides know its version, and it has nobody to rebuild it. */
  private static long compute(Class<?> type) {
    if (Serializers.isJdk(type) || type.isHidden()) {
      return UNKNOWN;
    }
    String file = type.getName().replace('.', '/') + ".class";
    ClassLoader loader = type.getClassLoader();
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      if (in == null) {
        return UNKNOWN;
      }
      CRC32 crc = new CRC32();
      byte[] chunk = new byte[8192];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        crc.update(chunk, 0, n);
      }
      return crc.getValue();
    } catch (IOException | RuntimeException e) {
      return UNKNOWN;
    }
  }
}
