package org.jvmpool;

import java.io.Serializable;

/**
 * A {@link Runnable} that can travel to another JVM.
 *
 * <p>A lambda or method reference that is given where this type is expected is serializable without
 * a cast. What it captures travels with it.
 */
@FunctionalInterface
public interface SerializableRunnable extends Runnable, Serializable {}
