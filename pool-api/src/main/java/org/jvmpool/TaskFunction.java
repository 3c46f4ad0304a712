package org.jvmpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of one argument, for another JVM to apply.
 *
 * <p>A lambda or method reference that is given where this type is expected is serializable without
 * a cast. It is sent to each worker once, however often it is applied. What it captures travels
 * with it and is a fresh copy for each task.
 *
 * @param <T> the argument
 * @param <R> the result
 */
@FunctionalInterface
public interface TaskFunction<T extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {

  /**
   * Applies the function. Runs in a worker.
   *
   * @param arg the argument, a copy of what was submitted
   * @return the result, of which the program that submitted the task gets a copy
   * @throws Exception if it fails; the exception travels to the program that submitted the task
   */
  R apply(T arg) throws Exception;
}
