package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.function.Function;

/** Writes a value as its parts and makes it anew from them. */
final class Parts<T> extends Serializer<T> {
  private final Function<T, Object[]> take;
  private final Function<Object[], Object> make;

  Parts(Function<T, Object[]> take, Function<Object[], Object> make) {
    this.take = take;
    this.make = make;
  }

  @Override
  public void write(Kryo kryo, Output out, T value) {
    Object[] parts = take.apply(value);
    out.writeVarInt(parts.length, true);
    for (Object part : parts) {
      kryo.writeClassAndObject(out, part);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public T read(Kryo kryo, Input in, Class<? extends T> type) {
    Object[] parts = new Object[PlainValues.length(in, 1)];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = kryo.readClassAndObject(in);
    }
    return (T) make.apply(parts);
  }
}
