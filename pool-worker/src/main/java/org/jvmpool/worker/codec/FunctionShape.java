package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;

/** A function without what it captured: makes instances of it in this JVM. Safe for all threads. */
public interface FunctionShape {
  /**
   * Makes an instance. A stateless shape reads nothing and may return the same instance each time.
   *
   * @param captured what the encoder put into {@link EncodedFunction#captured()}
   * @param loader knows the classes of the captured values
   * @return the function
   * @throws org.jvmpool.TaskSerializationException when the captured values cannot be rebuilt
   */
  Object instantiate(Input captured, ClassLoader loader);

  /**
   * Whether instances hold nothing.
   *
   * @return true when one instance may serve all tasks
   */
  boolean stateless();
}
