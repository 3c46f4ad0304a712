package org.jvmpool;


public class PoolTerminatedException extends ProcessException { PoolTerminatedException(String m, Throwable c) { super(m, c); } }
