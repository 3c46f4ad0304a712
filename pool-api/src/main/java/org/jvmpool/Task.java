package org.jvmpool;

import java.io.Serializable;
import java.util.concurrent.Callable;

@FunctionalInterface
public interface Task<R> extends Callable<R>, Serializable {}
