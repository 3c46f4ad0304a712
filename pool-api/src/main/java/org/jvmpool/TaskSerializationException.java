package org.jvmpool;


public class TaskSerializationException extends ProcessException { TaskSerializationException(String m, Throwable c) { super(m, c); } }
