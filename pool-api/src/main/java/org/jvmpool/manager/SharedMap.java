package org.jvmpool.manager;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jvmpool.SerializableBiFunction;
import org.jvmpool.SerializableFunction;

public interface SharedMap<K, V> extends ConcurrentMap<K, V>, Serializable {
  V compute(K key, SerializableBiFunction<? super K, ? super V, ? extends V> fn);

  V computeIfAbsent(K key, SerializableFunction<? super K, ? extends V> fn);

  V computeIfPresent(K key, SerializableBiFunction<? super K, ? super V, ? extends V> fn);

  V merge(K key, V value, SerializableBiFunction<? super V, ? super V, ? extends V> fn);

  void replaceAll(SerializableBiFunction<? super K, ? super V, ? extends V> fn);

  Map<K, V> snapshot();
}
