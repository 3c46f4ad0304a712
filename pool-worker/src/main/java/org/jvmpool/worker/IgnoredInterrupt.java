package org.jvmpool.worker;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes Ctrl-C mean nothing to this JVM. A handler of the JVM's own, other than a signal that is
 * ignored from the start, is not handed down to processes that a task starts.
 */
final class IgnoredInterrupt {
  private IgnoredInterrupt() {}

  /**
   * Installs the handler. Through reflection, since javac warns of each use of {@code
   * sun.misc.Signal}; and as a lambda, which is made in a tenth of the time of a {@code Proxy}.
   */
  static void install() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle come =
          lookup.findStatic(
              IgnoredInterrupt.class, "come", MethodType.methodType(void.class, Object.class));
      MethodType handle = MethodType.methodType(void.class, signal);
      Object nothing =
          LambdaMetafactory.metafactory(
                  lookup, "handle", MethodType.methodType(handler), handle, come, handle)
              .getTarget()
              .invoke();
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), nothing);
    } catch (Throwable e) {
      // No such signal here, or the JVM was told to keep it (-Xrs): then it ends this JVM, and the
      // parent, which gets it too, decides what that means.
    }
  }

  /** The signal has come: the parent decides. */
  @SuppressWarnings("unused") // called by the handler
  private static void come(Object signal) {}
}
