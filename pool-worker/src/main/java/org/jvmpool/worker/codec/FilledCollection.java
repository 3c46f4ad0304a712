package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Collection;
import java.util.function.IntFunction;

/** Makes a collection, makes it known to what refers back to it, and fills it. */
final class FilledCollection extends Serializer<Collection<Object>> {
  private final IntFunction<Collection<Object>> make;

  FilledCollection(IntFunction<Collection<Object>> make) {
    this.make = make;
  }

  @Override
  public void write(Kryo kryo, Output out, Collection<Object> collection) {
    Object[] elements = collection.toArray();
    out.writeVarInt(elements.length, true);
    for (Object element : elements) {
      kryo.writeClassAndObject(out, element);
    }
  }

  @Override
  public Collection<Object> read(Kryo kryo, Input in, Class<? extends Collection<Object>> type) {
    int count = PlainValues.length(in, 1);
    Collection<Object> collection = make.apply(count);
    kryo.reference(collection);
    for (int i = 0; i < count; i++) {
      collection.add(kryo.readClassAndObject(in));
    }
    return collection;
  }
}
