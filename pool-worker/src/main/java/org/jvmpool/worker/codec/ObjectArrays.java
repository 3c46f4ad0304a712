package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.TravelReferences.Pending;

/**
 * Arrays whose elements may be of any class that fits. An element that is not there yet takes its
 * place later.
 */
final class ObjectArrays extends Serializer<@Nullable Object[]> {
  private final Class<?> component;

  ObjectArrays(Class<?> component) {
    this.component = component;
  }

  @Override
  public void write(Kryo kryo, Output out, @Nullable Object[] array) {
    out.writeVarInt(array.length, true);
    for (Object element : array) {
      kryo.writeClassAndObject(out, element);
    }
  }

  @Override
  public @Nullable Object[] read(Kryo kryo, Input in, Class<? extends @Nullable Object[]> type) {
    @Nullable Object[] array =
        (@Nullable Object[]) Array.newInstance(component, PlainValues.length(in, 1));
    kryo.reference(array);
    for (int i = 0; i < array.length; i++) {
      Object element = kryo.readClassAndObject(in);
      if (element instanceof Pending pending) {
        int place = i;
        ((Session) kryo).references().fillWhenRead(pending, late -> array[place] = late);
      } else {
        array[i] = element;
      }
    }
    return array;
  }
}
