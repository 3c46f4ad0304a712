package org.jvmpool.worker.memory;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Objects;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.codec.MessageOutput;

/**
 * What travels in a {@link Channel}: an object or bytes, as some bytes of an array.
 *
 * @param bytes not to be changed while the message is in use
 */
record Message(Form form, byte[] bytes, int offset, int length) {
  private static final int FIRST = 512;
  private static final int KEPT = 1 << 20;

  /** Each thread keeps a buffer to encode in, unless it grew large. */
  private static final ThreadLocal<Output> BUFFERS = new ThreadLocal<>();

  /** What the bytes are. */
  enum Form {
    /** An object, as the codec writes it. */
    OBJECT,
    /** An object that is an array of bytes, as it is: it is copied once on each side. */
    ARRAY,
    /** What was sent as bytes, and is to be taken as bytes. */
    BYTES;

    boolean isObject() {
      return this != BYTES;
    }
  }

  /**
   * An object, perhaps in a buffer that this thread uses again for the next one.
   *
   * @param inFlight takes over what is under way beside the bytes
   * @throws org.jvmpool.TaskSerializationException if it cannot travel
   */
  static Message of(Object value, InFlight inFlight) {
    if (value instanceof byte[] array) {
      return new Message(Form.ARRAY, array, 0, array.length);
    }
    Output out = inFlight.noteDuring(() -> encode(value));
    return new Message(Form.OBJECT, out.getBuffer(), 0, out.position());
  }

  static Message ofBytes(byte[] bytes, int offset, int length) {
    return new Message(Form.BYTES, bytes, offset, length);
  }

  private static Output encode(Object value) {
    Output out = BUFFERS.get();
    if (out == null) {
      out = new MessageOutput(FIRST);
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

  /** The object of a message that was taken, which fills its array. */
  Object object() {
    return form == Form.ARRAY
        ? bytes
        : Objects.requireNonNull(
            Codec.shared().decode(new BoundedInput(bytes), Loaders.current()),
            "a message without an object");
  }
}
