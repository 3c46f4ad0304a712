package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record component by component and rebuilds it through its canonical constructor, which
 * may refuse the values.
 */
final class RecordSerializer extends Serializer<Object> implements Layout {
  private final Field[] fields;
  private final Constructor<?> constructor;
  private final int fingerprint;

  /** Throws CannotTravel when the record cannot be opened. */
  RecordSerializer(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    fields = new Field[components.length];
    Class<?>[] types = new Class<?>[components.length];
    int hash = components.length;
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        // The field and not the accessor: an accessor may return something else.
        fields[i] = type.getDeclaredField(components[i].getName());
        Refusals.open(fields[i], type);
        hash = 31 * hash + components[i].getName().hashCode();
        hash = 31 * hash + types[i].getName().hashCode();
      }
      constructor = type.getDeclaredConstructor(types);
      Refusals.open(constructor, type);
    } catch (NoSuchFieldException | NoSuchMethodException e) {
      throw new CannotTravel(type, "its record components cannot be found: " + e, e);
    }
    fingerprint = hash;
  }

  @Override
  public int fingerprint() {
    return fingerprint;
  }

  @Override
  public void write(Kryo kryo, Output out, Object record) {
    try {
      for (Field field : fields) {
        if (field.getType().isPrimitive()) {
          PlainValues.write(field.get(record), out);
        } else {
          kryo.writeClassAndObject(out, field.get(record));
        }
      }
    } catch (IllegalAccessException e) {
      throw new CannotTravel(record, "a component of it cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<?> type) {
    @Nullable Object[] values = new Object[fields.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          fields[i].getType().isPrimitive()
              ? PlainValues.read(in.readByte(), in)
              : kryo.readClassAndObject(in);
    }
    try {
      Object record = constructor.newInstance(values);
      if (((Session) kryo).references().isOneWaiting()) {
        checkKept(record, values);
      }
      return record;
    } catch (InvocationTargetException e) {
      throw new CannotTravel(type, "its constructor threw " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new CannotTravel(type, "it cannot be made: " + e, e);
    }
  }

  /* What is put in place late must reach the record; a constructor that copies a list would keep
   * one with a hole. */
  private void checkKept(Object record, @Nullable Object[] values) throws IllegalAccessException {
    for (int i = 0; i < fields.length; i++) {
      if (!fields[i].getType().isPrimitive() && fields[i].get(record) != values[i]) {
        throw TravelReferences.cycle();
      }
    }
  }
}
