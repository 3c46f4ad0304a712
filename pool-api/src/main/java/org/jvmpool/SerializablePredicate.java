package org.jvmpool;

import java.io.Serializable;
import java.util.function.Predicate;

/**
 * A {@link Predicate} that can travel to another JVM.
 *
 * <p>A lambda or method reference that is given where this type is expected is serializable without
 * a cast. What it captures travels with it. The methods of {@link org.jvmpool.manager.SharedMap}
 * and {@link org.jvmpool.manager.SharedList} that take one run it inside the manager's server.
 *
 * @param <T> what is tested
 */
@FunctionalInterface
public interface SerializablePredicate<T> extends Predicate<T>, Serializable {}
