package org.jvmpool.manager;

import java.io.Serializable;
import java.util.List;
import org.jvmpool.SerializableComparator;
import org.jvmpool.SerializablePredicate;
import org.jvmpool.SerializableUnaryOperator;

/**
 * A list inside a manager: Python's managed {@code list} as a {@link List}.
 *
 * <p>Each method is one round trip and is atomic in the server, whole-list operations included. A
 * lambda given to {@code replaceAll}, {@code removeIf} or {@code sort} picks the overload of this
 * interface, which runs it inside the server. Iteration and {@code forEach} run in this process
 * over a snapshot. Elements are copies; changing one does not change the list.
 *
 * @param <E> the elements
 */
public interface SharedList<E> extends List<E>, Serializable, AutoCloseable {

  /**
   * Replaces all elements, inside the server.
   *
   * @param fn gets an element and returns the new one
   * @throws org.jvmpool.TaskSerializationException if the function cannot travel
   */
  void replaceAll(SerializableUnaryOperator<E> fn);

  /**
   * Removes elements, inside the server.
   *
   * @param filter says which
   * @return whether any was removed
   * @throws org.jvmpool.TaskSerializationException if the filter cannot travel
   */
  boolean removeIf(SerializablePredicate<? super E> filter);

  /**
   * Sorts the list, inside the server. The sort is stable.
   *
   * @param order the order
   * @throws org.jvmpool.TaskSerializationException if the order cannot travel
   */
  void sort(SerializableComparator<? super E> order);

  /**
   * Copies the list, in one round trip.
   *
   * @return a list of this process, independent of the server
   */
  List<E> snapshot();

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
