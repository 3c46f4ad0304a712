package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.minlog.Log;

/**
 * What must be set before Kryo's classes are initialised, and once for all of this JVM.
 *
 * <p>Without Unsafe, Kryo prints no warning on Java 24 and later; it reads the property once. A
 * user who has set it is left alone.
 */
final class KryoSettings {
  static {
    if (System.getProperty("kryo.unsafe") == null) {
      System.setProperty("kryo.unsafe", "false");
    }
    Log.set(Log.LEVEL_NONE);
  }

  private KryoSettings() {}

  static void apply() {
    // The static initialiser has done it.
  }
}
