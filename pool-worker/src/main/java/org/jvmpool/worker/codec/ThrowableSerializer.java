package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Writes a throwable that is a value among others in an object graph. */
final class ThrowableSerializer extends Serializer<Throwable> {
  @Override
  public void write(Kryo kryo, Output out, Throwable thrown) {
    Throwables.write(Codec.shared(), thrown, out);
  }

  @Override
  public Throwable read(Kryo kryo, Input in, Class<? extends Throwable> type) {
    return Throwables.read(Codec.shared(), in, kryo.getClassLoader());
  }
}
