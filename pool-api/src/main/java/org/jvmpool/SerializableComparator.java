package org.jvmpool;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A {@link Comparator} that can travel to another JVM.
 *
 * <p>A lambda or method reference that is given where this type is expected is serializable without
 * a cast. What it captures travels with it. {@link
 * org.jvmpool.manager.SharedList#sort(SerializableComparator)} runs it inside the manager's server.
 *
 * @param <T> what is compared
 */
@FunctionalInterface
public interface SerializableComparator<T> extends Comparator<T>, Serializable {}
