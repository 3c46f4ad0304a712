package org.jvmpool.worker.plain;

import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.MessageOutput;

/** Values as bytes: what one process gives to another is a copy, also within one JVM. */
public final class Copies {
  private Copies() {}

  /**
   * What travels of a value.
   *
   * @throws org.jvmpool.TaskSerializationException if it cannot travel
   */
  public static byte[] encode(@Nullable Object value) {
    Output out = new MessageOutput(256);
    Codec.shared().encode(value, out);
    return out.toBytes();
  }

  /**
   * A fresh copy. Its classes are those that the calling thread's context loader knows.
   *
   * @throws org.jvmpool.TaskSerializationException if it cannot be rebuilt
   */
  public static @Nullable Object decode(byte[] bytes) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return Codec.shared()
        .decode(new BoundedInput(bytes), context == null ? Copies.class.getClassLoader() : context);
  }
}
