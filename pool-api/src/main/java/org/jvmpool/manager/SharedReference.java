package org.jvmpool.manager;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.jvmpool.SerializableUnaryOperator;

/**
 * A variable inside a manager: Python's managed {@code Value}.
 *
 * @param <T> the value; may be null
 */
public interface SharedReference<T extends @Nullable Object> extends Serializable, AutoCloseable {

  /**
   * Reads it.
   *
   * @return a copy of the value
   */
  T get();

  /**
   * Writes it.
   *
   * @param value the value; copied
   * @throws org.jvmpool.TaskSerializationException if the value cannot travel
   */
  void set(T value);

  /**
   * Changes it, atomically and inside the server.
   *
   * @param fn gets the value and returns the new one
   * @return a copy of the new value
   * @throws org.jvmpool.TaskSerializationException if the function cannot travel
   */
  T update(SerializableUnaryOperator<T> fn);

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
