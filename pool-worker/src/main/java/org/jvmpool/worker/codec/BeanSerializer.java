package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jvmpool.worker.codec.TravelReferences.Pending;

/**
 * Writes an ordinary object field by field, superclass first, by name within a class.
 *
 * <p>Synthetic fields are written too: they hold what an anonymous or local class captured. So are
 * fields of the same name in superclass and subclass. Transient and static fields are not, and no
 * constructor runs on reading.
 */
/* Implementation notes: Kryo's own FieldSerializer opens every field before it looks whether it is
 * transient, and so fails for each subclass of AbstractList or AbstractMap. It also generates
 * classes for public fields when Unsafe is off. */
final class BeanSerializer extends Serializer<Object> implements Layout {
  private static final Object[] NO_OBJECTS = {};

  private final Field[] fields;
  private final char[] kinds;
  private final Constructor<?> constructor;
  private final int fingerprint;

  /** Throws CannotTravel when a field cannot be opened. */
  BeanSerializer(Class<?> type) {
    fields = fieldsOf(type).toArray(new Field[0]);
    kinds = new char[fields.length];
    int hash = fields.length;
    for (int i = 0; i < fields.length; i++) {
      kinds[i] = fields[i].getType().descriptorString().charAt(0);
      hash = 31 * hash + fields[i].getName().hashCode();
      hash = 31 * hash + fields[i].getType().getName().hashCode();
    }
    fingerprint = hash;
    constructor = Instances.constructor(type);
  }

  /** The fields that travel, opened. */
  private static List<Field> fieldsOf(Class<?> type) {
    List<Class<?>> line = new ArrayList<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      line.add(0, c);
    }
    List<Field> all = new ArrayList<>();
    for (Class<?> c : line) {
      Field[] declared = c.getDeclaredFields();
      Arrays.sort(declared, Comparator.comparing(Field::getName));
      for (Field field : declared) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          Refusals.open(field, type);
          all.add(field);
        }
      }
    }
    return all;
  }

  @Override
  public int fingerprint() {
    return fingerprint;
  }

  @Override
  public void write(Kryo kryo, Output out, Object object) {
    try {
      for (int i = 0; i < fields.length; i++) {
        Field field = fields[i];
        switch (kinds[i]) {
          case 'I' -> out.writeVarInt(field.getInt(object), false);
          case 'J' -> out.writeVarLong(field.getLong(object), false);
          case 'Z' -> out.writeBoolean(field.getBoolean(object));
          case 'D' -> out.writeDouble(field.getDouble(object));
          case 'F' -> out.writeFloat(field.getFloat(object));
          case 'S' -> out.writeShort(field.getShort(object));
          case 'B' -> out.writeByte(field.getByte(object));
          case 'C' -> out.writeChar(field.getChar(object));
          default -> kryo.writeClassAndObject(out, field.get(object));
        }
      }
    } catch (IllegalAccessException e) {
      throw new CannotTravel(object, "a field of it cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<?> type) {
    Object object = create(type);
    kryo.reference(object);
    try {
      for (int i = 0; i < fields.length; i++) {
        Field field = fields[i];
        switch (kinds[i]) {
          case 'I' -> field.setInt(object, in.readVarInt(false));
          case 'J' -> field.setLong(object, in.readVarLong(false));
          case 'Z' -> field.setBoolean(object, in.readBoolean());
          case 'D' -> field.setDouble(object, in.readDouble());
          case 'F' -> field.setFloat(object, in.readFloat());
          case 'S' -> field.setShort(object, in.readShort());
          case 'B' -> field.setByte(object, in.readByte());
          case 'C' -> field.setChar(object, in.readChar());
          default -> {
            Object value = kryo.readClassAndObject(in);
            if (value instanceof Pending pending) {
              ((Session) kryo).references().whenRead(pending, late -> set(object, field, late));
            } else {
              field.set(object, value);
            }
          }
        }
      }
    } catch (IllegalAccessException e) {
      throw new CannotTravel(type, "a field of it cannot be set: " + e.getMessage(), e);
    }
    return object;
  }

  private Object create(Class<?> type) {
    try {
      return constructor.newInstance(NO_OBJECTS);
    } catch (ReflectiveOperationException e) {
      throw new CannotTravel(type, "no instance of it can be made: " + e, e);
    }
  }

  private static void set(Object object, Field field, Object value) {
    try {
      field.set(object, value);
    } catch (IllegalAccessException e) {
      throw new CannotTravel(object, "a field of it cannot be set: " + e.getMessage(), e);
    }
  }
}
