package org.jvmpool;

import java.io.Serializable;

@FunctionalInterface
public interface TaskBiFunction<A, B, R> extends Serializable {
  R apply(A a, B b) throws Exception;
}
