package org.jvmpool;


public class TaskException extends ProcessException { TaskException(String m, Throwable c) { super(m, c); } }
