package org.jvmpool.worker;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes Ctrl-C mean nothing to this JVM. A handler of the JVM's own, other than a signal that is
 * ignored from the start, is not handed down to processes that a task starts.
 */
final class IgnoredInterrupt {
  private IgnoredInterrupt() {}

  /* Implementation note: names sun.misc.Signal in strings, since javac's warning about it has no
  switch and warnings fail the build. The rest is what javac makes of
  Signal.handle(new Signal("INT"), signal -> {}). */
  static void install() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodType handle = methodType(void.class, signal);
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Object ignoring =
          LambdaMetafactory.metafactory(
                  lookup,
                  "handle",
                  methodType(handler),
                  handle,
                  lookup.findStatic(
                      IgnoredInterrupt.class, "ignore", methodType(void.class, Object.class)),
                  handle)
              .getTarget()
              .invoke();
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), ignoring);
    } catch (Throwable e) {
      // No such signal here, or the JVM was told to keep it (-Xrs): then it ends this JVM, and the
      // parent, which gets it too, decides what that means.
    }
  }

  @SuppressWarnings("unused") // It is the handler's body.
  private static void ignore(Object signal) {}
}
