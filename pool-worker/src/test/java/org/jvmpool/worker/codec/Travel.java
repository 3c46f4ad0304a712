package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jvmpool.TaskSerializationException;

/** Sends things through the codec and back, as a pool would. */
final class Travel {
  static final Codec CODEC = Codec.shared();
  static final ClassLoader LOADER = Travel.class.getClassLoader();

  private Travel() {}

  static byte[] bytes(Object value) {
    Output out = new Output(64, -1);
    CODEC.encode(value, out);
    return out.toBytes();
  }

  /** A copy of the value; fails if its bytes were not all read. */
  @SuppressWarnings("unchecked")
  static <T> T copy(T value) {
    byte[] bytes = bytes(value);
    Input in = new Input(bytes);
    Object copy = CODEC.decode(in, LOADER);
    if (in.position() != bytes.length) {
      throw new AssertionError("left " + (bytes.length - in.position()) + " bytes unread");
    }
    return (T) copy;
  }

  @SuppressWarnings("unchecked")
  static <F> F function(F function) {
    EncodedFunction encoded = CODEC.encodeFunction(function);
    FunctionShape shape = CODEC.decodeShape(new Input(encoded.shape()), LOADER);
    if (shape.stateless() != encoded.stateless()) {
      throw new AssertionError("stateless here, not there");
    }
    return (F) shape.instantiate(new Input(encoded.captured()), LOADER);
  }

  static Throwable thrown(Throwable thrown) {
    return thrown(thrown, LOADER);
  }

  static Throwable thrown(Throwable thrown, ClassLoader loader) {
    Output out = new Output(64, -1);
    CODEC.encodeThrowable(thrown, out);
    return CODEC.decodeThrowable(new Input(out.toBytes()), loader);
  }

  /** The message with which a value is refused. */
  static String refusal(Object value) {
    try {
      bytes(value);
    } catch (TaskSerializationException e) {
      return e.getMessage();
    }
    throw new AssertionError("a " + value.getClass().getName() + " was not refused");
  }

  /** The message with which a function is refused. */
  static String functionRefusal(Object function) {
    try {
      CODEC.encodeFunction(function);
    } catch (TaskSerializationException e) {
      return e.getMessage();
    }
    throw new AssertionError(function + " was not refused");
  }
}
