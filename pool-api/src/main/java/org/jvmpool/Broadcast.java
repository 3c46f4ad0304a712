package org.jvmpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A read-only value that each worker of a pool receives once, however many tasks use it.
 *
 * <p>Tasks capture this handle, which is small, and call {@link #value()}. The value must not be
 * changed: in each worker, all tasks see the same object.
 *
 * <pre>{@code
 * try (Broadcast<Index> index = pool.broadcast(Index.load(path))) {
 *   List<Hit> hits = pool.map(query -> index.value().find(query), queries);
 * }
 * }</pre>
 *
 * @param <T> the value
 * @see Pool#broadcast(Object)
 */
public interface Broadcast<T extends @Nullable Object> extends Serializable, AutoCloseable {

  /**
   * The value. In the pool's own JVM that is the object that was given to {@link
   * Pool#broadcast(Object)}; in a worker it is that worker's copy, made when it is first needed.
   *
   * @return the value
   * @throws IllegalStateException if the handle is closed, or is used outside its pool
   */
  T value();

  /**
   * Releases the value here and in the workers. Tasks that use it after that fail with an {@link
   * IllegalStateException}. May be called more than once. The end of the pool releases it, too.
   */
  @Override
  void close();
}
