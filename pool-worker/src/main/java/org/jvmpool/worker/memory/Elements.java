package org.jvmpool.worker.memory;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Objects;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.MessageOutput;

/** Objects as the bytes of messages. Each thread keeps a buffer, unless it grew large. */
final class Elements {
  private static final int FIRST = 512;
  private static final int KEPT = 1 << 20;

  private static final ThreadLocal<Output> BUFFERS = new ThreadLocal<>();

  private Elements() {}

  /**
   * An object's bytes, in a buffer that this thread uses again with the next one.
   *
   * @throws org.jvmpool.TaskSerializationException if it cannot travel
   */
  static Output encode(Object value) {
    Output out = BUFFERS.get();
    if (out == null) {
      out = new MessageOutput(FIRST);
      BUFFERS.set(out);
    } else {
      BUFFERS.remove(); // a value may put values itself while it is encoded
      out.reset();
    }
    Codec.shared().encode(value, out);
    if (out.getBuffer().length <= KEPT) {
      BUFFERS.set(out);
    }
    return out;
  }

  static Object decode(byte[] message) {
    return Objects.requireNonNull(
        Codec.shared().decode(new BoundedInput(message), Loaders.current()),
        "a message without an object");
  }
}
