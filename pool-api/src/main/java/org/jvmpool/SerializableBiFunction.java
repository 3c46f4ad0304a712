package org.jvmpool;

import java.io.Serializable;
import java.util.function.BiFunction;

/**
 * A {@link BiFunction} that can travel to another JVM.
 *
 * <p>A lambda or method reference that is given where this type is expected is serializable without
 * a cast. What it captures travels with it. The methods of {@link org.jvmpool.manager.SharedMap}
 * and {@link org.jvmpool.manager.SharedList} that take one run it inside the manager's server.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <R> the result
 */
@FunctionalInterface
public interface SerializableBiFunction<A, B, R> extends BiFunction<A, B, R>, Serializable {}
