package org.jvmpool;


public class PoolBrokenException extends ProcessException { PoolBrokenException(String m, Throwable c) { super(m, c); } }
