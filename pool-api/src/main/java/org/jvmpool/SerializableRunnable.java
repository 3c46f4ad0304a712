package org.jvmpool;

import java.io.Serializable;

@FunctionalInterface
public interface SerializableRunnable extends Runnable, Serializable {}
