package org.jvmpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of two arguments, for another JVM to apply.
 *
 * <p>A lambda or method reference that is given where this type is expected is serializable without
 * a cast. What it captures travels with it and is a fresh copy for each task.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <R> the result
 */
@FunctionalInterface
public interface TaskBiFunction<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {

  /**
   * Applies the function. Runs in a worker.
   *
   * @param a the first argument, a copy of what was submitted
   * @param b the second argument, a copy of what was submitted
   * @return the result, of which the program that submitted the task gets a copy
   * @throws Exception if it fails; the exception travels to the program that submitted the task
   */
  R apply(A a, B b) throws Exception;
}
