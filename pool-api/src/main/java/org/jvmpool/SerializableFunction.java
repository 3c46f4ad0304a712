package org.jvmpool;

import java.io.Serializable;
import java.util.function.Function;

/**
 * A {@link Function} that can travel to another JVM.
 *
 * <p>A lambda or method reference that is given where this type is expected is serializable without
 * a cast. What it captures travels with it. The methods of {@link org.jvmpool.manager.SharedMap}
 * and {@link org.jvmpool.manager.SharedList} that take one run it inside the manager's server.
 *
 * @param <T> the argument
 * @param <R> the result
 */
@FunctionalInterface
public interface SerializableFunction<T, R> extends Function<T, R>, Serializable {}
