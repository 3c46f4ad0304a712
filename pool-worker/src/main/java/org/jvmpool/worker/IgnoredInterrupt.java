package org.jvmpool.worker;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Makes Ctrl-C mean nothing to this JVM. A handler of the JVM's own, other than a signal that is
 * ignored from the start, is not handed down to processes that a task starts.
 */
final class IgnoredInterrupt {
  private IgnoredInterrupt() {}

  /** Through reflection, since javac warns of each use of {@code sun.misc.Signal}. */
  static void install() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object nothing =
          Proxy.newProxyInstance(
              IgnoredInterrupt.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> null);
      Method handle = signal.getMethod("handle", signal, handler);
      handle.invoke(null, signal.getConstructor(String.class).newInstance("INT"), nothing);
    } catch (ReflectiveOperationException | LinkageError e) {
      // No such signal here, or the JVM was told to keep it (-Xrs): then it ends this JVM, and the
      // parent, which gets it too, decides what that means.
    }
  }
}
