package org.jvmpool.manager;

import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Named values inside a manager: Python's managed {@code Namespace}. */
public interface Namespace extends Serializable, AutoCloseable {

  /**
   * Reads a value.
   *
   * @param <T> the type
   * @param name its name
   * @param type its type
   * @return a copy of the value, or null if it is null
   * @throws java.util.NoSuchElementException if there is no value of that name, where Python raises
   *     {@code AttributeError}
   * @throws ClassCastException if it is of another type
   */
  <T> @Nullable T get(String name, Class<T> type);

  /**
   * Writes a value.
   *
   * @param name its name
   * @param value the value; copied
   * @throws org.jvmpool.TaskSerializationException if the value cannot travel
   */
  void set(String name, @Nullable Object value);

  /**
   * Removes a value.
   *
   * @param name its name
   * @throws java.util.NoSuchElementException if there is no value of that name
   */
  void delete(String name);

  /**
   * The names that have a value.
   *
   * @return a snapshot, sorted; independent of the server
   */
  Set<String> names();

  /**
   * Says that this process does not use it any more. It ends when no process does and nothing that
   * is stored in the manager refers to it. May be called more than once; does nothing if the
   * manager is gone.
   */
  @Override
  void close();
}
