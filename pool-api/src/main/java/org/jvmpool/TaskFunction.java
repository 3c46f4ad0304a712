package org.jvmpool;

import java.io.Serializable;

@FunctionalInterface
public interface TaskFunction<T, R> extends Serializable {
  R apply(T arg) throws Exception;
}
