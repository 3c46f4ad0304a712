package org.jvmpool;


public class TaskTimeoutException extends ProcessException { TaskTimeoutException(String m, Throwable c) { super(m, c); } public StackTraceElement[] taskStack() { return new StackTraceElement[0]; } }
