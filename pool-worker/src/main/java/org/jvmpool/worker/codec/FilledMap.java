package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jvmpool.worker.codec.TravelReferences.Pending;

/**
 * Makes a map, makes it known to what refers back to it, and fills it. A value that is not there
 * yet takes its place later; for a key its hash code would be needed now.
 */
final class FilledMap extends Serializer<Map<Object, Object>> {
  private final MapMaker make;

  FilledMap(MapMaker make) {
    this.make = make;
  }

  @Override
  public void write(Kryo kryo, Output out, Map<Object, Object> map) {
    Object[] parts = JdkTypes.flat(map);
    out.writeBoolean(isAccessOrdered(map));
    out.writeVarInt(parts.length / 2, true);
    for (Object part : parts) {
      kryo.writeClassAndObject(out, part);
    }
  }

  /* A LinkedHashMap does not tell its order, but a copy of it behaves alike. */
  private static boolean isAccessOrdered(Map<?, ?> map) {
    if (!(map instanceof LinkedHashMap<?, ?> linked)) {
      return false;
    }
    @SuppressWarnings("unchecked")
    Map<Object, Object> probe = (Map<Object, Object>) linked.clone();
    probe.clear();
    probe.put(1, 1);
    probe.put(2, 2);
    probe.get(1);
    return probe.keySet().iterator().next().equals(2);
  }

  @Override
  public Map<Object, Object> read(Kryo kryo, Input in, Class<? extends Map<Object, Object>> type) {
    boolean accessOrder = in.readBoolean();
    int count = PlainValues.length(in, 2);
    Map<Object, Object> map = make.make(count, accessOrder);
    kryo.reference(map);
    for (int i = 0; i < count; i++) {
      Object key = kryo.readClassAndObject(in);
      Object value = kryo.readClassAndObject(in);
      if (value instanceof Pending pending) {
        // Keeps the place of the key; the key may be one that cannot wait.
        map.put(key, pending);
        ((Session) kryo).references().fillWhenRead(pending, late -> map.replace(key, late));
      } else {
        map.put(key, value);
      }
    }
    return map;
  }

  /** Makes a map of a capacity, in access order or not. */
  interface MapMaker {
    Map<Object, Object> make(int size, boolean accessOrder);
  }
}
