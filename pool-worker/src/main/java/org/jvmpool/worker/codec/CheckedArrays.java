package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Kryo's own serializers of arrays, which trust the length that they read, behind a look at it. */
final class CheckedArrays extends Serializer<Object> {
  private final Serializer<Object> kryos;

  @SuppressWarnings("unchecked")
  CheckedArrays(Serializer<?> kryos) {
    this.kryos = (Serializer<Object>) kryos;
    setAcceptsNull(kryos.getAcceptsNull());
    setImmutable(kryos.isImmutable());
  }

  @Override
  public void write(Kryo kryo, Output out, Object array) {
    kryos.write(kryo, out, array);
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    int start = in.position();
    int length = in.readVarInt(true); // + 1
    PlainValues.checkCount(length == 0 ? 0 : length - 1, in, 1);
    in.setPosition(start);
    return kryos.read(kryo, in, type);
  }
}
