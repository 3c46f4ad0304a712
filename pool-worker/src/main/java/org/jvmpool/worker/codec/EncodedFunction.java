package org.jvmpool.worker.codec;

/**
 * A function as it travels.
 *
 * @param type the class of the function in this JVM
 * @param shape what is the same for each instance of one lambda or class; read by {@link
 *     Codec#decodeShape}
 * @param captured what this instance holds; empty when it holds nothing
 * @param stateless whether one instance may serve all tasks, since there is nothing to change in it
 */
public record EncodedFunction(Class<?> type, byte[] shape, byte[] captured, boolean stateless) {}
