package org.jvmpool.manager;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.jvmpool.SerializableBiFunction;
import org.jvmpool.SerializableFunction;

/**
 * A map inside a manager: Python's managed {@code dict} as a {@link ConcurrentMap}.
 *
 * <p>Each method is one round trip and is atomic in the server, whole-map operations such as {@link
 * #putAll} included. A lambda given to {@code compute}, {@code merge} and the like picks the
 * overload of this interface, which runs it inside the server, in one round trip. The twins that it
 * inherits, for functions that cannot travel, run them in this process and may call them more than
 * once, as {@code ConcurrentMap} allows; so does a client of another program with any function.
 * What these do is atomic for each key, and {@code replaceAll} then is not for the whole map.
 *
 * <p>Iteration, {@code forEach} and the views of keys, values and entries run in this process over
 * a snapshot. Keys and values are copies, never null; changing one does not change the map.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public interface SharedMap<K, V> extends ConcurrentMap<K, V>, Serializable, AutoCloseable {

  /**
   * Computes the value of a key inside the server.
   *
   * @param key the key
   * @param fn gets the key and its value, null if it has none, and returns the new one, null to
   *     remove the key
   * @return the new value, or null if there is none
   * @throws org.jvmpool.TaskSerializationException if the function, a key or a value cannot travel
   */
  @Nullable V compute(
      K key, SerializableBiFunction<? super K, ? super V, ? extends @Nullable V> fn);

  /**
   * Computes the value of a key that has none, inside the server.
   *
   * @param key the key
   * @param fn gets the key and returns its value, null to leave it without
   * @return the value that the key has then, or null if there is none
   * @throws org.jvmpool.TaskSerializationException if the function, a key or a value cannot travel
   */
  @Nullable V computeIfAbsent(K key, SerializableFunction<? super K, ? extends @Nullable V> fn);

  /**
   * Computes a new value of a key that has one, inside the server.
   *
   * @param key the key
   * @param fn gets the key and its value and returns the new one, null to remove the key
   * @return the new value, or null if there is none
   * @throws org.jvmpool.TaskSerializationException if the function, a key or a value cannot travel
   */
  @Nullable V computeIfPresent(
      K key, SerializableBiFunction<? super K, ? super V, ? extends @Nullable V> fn);

  /**
   * Sets the value of a key that has none, or joins a value to the one it has, inside the server.
   * So {@code merge(word, 1, Integer::sum)} counts.
   *
   * @param key the key
   * @param value the value
   * @param fn gets the present value and the given one and returns the new one, null to remove the
   *     key
   * @return the new value, or null if there is none
   * @throws org.jvmpool.TaskSerializationException if the function, a key or a value cannot travel
   */
  @Nullable V merge(
      K key, V value, SerializableBiFunction<? super V, ? super V, ? extends @Nullable V> fn);

  /**
   * Replaces all values, inside the server: no other change comes in between. From a client of
   * another program, whose functions run in its own process, each key is replaced atomically but
   * others may change the map in between; keys that they add meanwhile are left as they are.
   *
   * @param fn gets a key and its value and returns the new value
   * @throws org.jvmpool.TaskSerializationException if the function, a key or a value cannot travel
   */
  void replaceAll(SerializableBiFunction<? super K, ? super V, ? extends V> fn);

  /**
   * Copies the map, in one round trip.
   *
   * @return a map of this process, independent of the server
   */
  Map<K, V> snapshot();

  /**
   * Says that this process does not use it any more. It ends when no process does and nothing that
   * is stored in the manager refers to it. Calls of other threads that run a function in the
   * manager end with an {@link IllegalStateException}, and the function is interrupted; a manager
   * on threads of this JVM has the calling thread run the function, which goes on there, and is not
   * interrupted. May be called more than once; does nothing if the manager is gone.
   */
  @Override
  void close();
}
