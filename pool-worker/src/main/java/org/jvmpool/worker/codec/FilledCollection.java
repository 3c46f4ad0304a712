package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import org.jvmpool.worker.codec.TravelReferences.Pending;

/**
 * Makes a collection, makes it known to what refers back to it, and fills it. In a list, an element
 * that is not there yet takes its place later; elsewhere its hash code would be needed now.
 */
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
      Object element = kryo.readClassAndObject(in);
      if (element instanceof Pending pending && collection instanceof List<Object> list) {
        int place = i;
        list.add(null);
        ((Session) kryo).references().fillWhenRead(pending, late -> list.set(place, late));
      } else {
        collection.add(element);
      }
    }
    return collection;
  }
}
