package org.jvmpool;


public class ProcessException extends RuntimeException { ProcessException(String message, Throwable cause) { super(message, cause); } }
