package org.jvmpool;

import java.io.Serializable;
import java.util.function.UnaryOperator;

/**
 * A {@link UnaryOperator} that can travel to another JVM.
 *
 * <p>A lambda or method reference that is given where this type is expected is serializable without
 * a cast. What it captures travels with it. The methods of {@link org.jvmpool.manager.SharedMap}
 * and {@link org.jvmpool.manager.SharedList} that take one run it inside the manager's server.
 *
 * @param <T> the argument and the result
 */
@FunctionalInterface
public interface SerializableUnaryOperator<T> extends UnaryOperator<T>, Serializable {}
