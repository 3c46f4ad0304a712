package org.jvmpool.worker.memory;

/** Which class loader knows the classes of what arrives. */
final class Loaders {
  private Loaders() {}

  /** That of the calling thread's context: in a worker it asks the parent for what is missing. */
  static ClassLoader current() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader != null ? loader : Loaders.class.getClassLoader();
  }
}
