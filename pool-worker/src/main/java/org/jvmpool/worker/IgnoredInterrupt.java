package org.jvmpool.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Makes Ctrl-C mean nothing to this JVM. A handler of the JVM's own, other than a signal that is
 * ignored from the start, is not handed down to processes that a task starts.
 *
 * <p>A daemon thread, the first thing that a worker starts, which ends when the handler stands:
 * what it needs of the JDK takes some ten milliseconds to load, and the worker has else to do
 * meanwhile.
 */
final class IgnoredInterrupt extends Thread implements InvocationHandler {
  IgnoredInterrupt() {
    super("jvmpool-interrupt");
    setDaemon(true);
  }

  /** Through reflection, since javac warns of each use of {@code sun.misc.Signal}. */
  @Override
  public void run() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object nothing =
          Proxy.newProxyInstance(
              IgnoredInterrupt.class.getClassLoader(), new Class<?>[] {handler}, this);
      Method handle = signal.getMethod("handle", signal, handler);
      handle.invoke(null, signal.getConstructor(String.class).newInstance("INT"), nothing);
    } catch (ReflectiveOperationException | LinkageError e) {
      // No such signal here, or the JVM was told to keep it (-Xrs): then it ends this JVM, and the
      // parent, which gets it too, decides what that means.
    }
  }

  /** The signal has come: the parent decides. */
  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) {
    return null;
  }
}
