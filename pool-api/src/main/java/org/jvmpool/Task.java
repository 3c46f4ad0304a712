package org.jvmpool;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task without an argument and with a result, for another JVM to run.
 *
 * <p>A lambda or method reference that is given where this type is expected is serializable without
 * a cast. What it captures travels with it and is a fresh copy for each run; a change that the task
 * makes to it is not seen by the program that submitted the task.
 *
 * @param <R> the result
 */
@FunctionalInterface
public interface Task<R extends @Nullable Object> extends Callable<R>, Serializable {}
