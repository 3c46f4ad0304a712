package org.jvmpool;

import java.io.Serializable;
import java.util.function.UnaryOperator;

@FunctionalInterface
public interface SerializableUnaryOperator<T> extends UnaryOperator<T>, Serializable {}
