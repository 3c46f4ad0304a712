package org.jvmpool.worker.manager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Pool;

/**
 * An object of a registered type. Its methods run on the threads of the calls, side by side: it
 * sees to its own order, as any object does that threads share.
 */
final class ServedRegistered extends Served {
  private final Class<?> type;
  private final Object target;
  private final Method[] methods;
  private final RegisteredTypes types;

  private final Runnable end;

  ServedRegistered(Class<?> type, Object target, RegisteredTypes types) {
    this(Kind.REGISTERED, type, target, types, () -> {});
  }

  private ServedRegistered(
      Kind kind, Class<?> type, Object target, RegisteredTypes types, Runnable end) {
    super(kind);
    this.type = type;
    this.end = end;
    this.target = target;
    this.types = types;
    this.methods = RegisteredTypes.methods(type);
    for (Method method : methods) {
      method.setAccessible(true);
    }
  }

  /** A pool of the manager: it ends when nobody uses it any more. */
  static ServedRegistered pool(Pool pool, RegisteredTypes types) {
    return new ServedRegistered(Kind.POOL, Pool.class, pool, types, pool::terminate);
  }

  @Override
  void call(Op op, Call call) throws Exception {
    if (op != Op.REGISTERED_CALL) {
      throw cannot(op, kind());
    }
    int number = call.number();
    if (number < 0 || number >= methods.length) {
      throw new IllegalArgumentException(type.getName() + " has no method number " + number);
    }
    Method method = methods[number];
    @Nullable Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = call.value();
    }
    Object result;
    try {
      result = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception thrown) {
        throw thrown;
      }
      throw (Error) e.getCause();
    }
    Class<?> returns = method.getReturnType();
    if (result != null && types.isRegistered(returns) && !isProxy(result)) {
      result = serve(new ServedRegistered(returns, result, types), call);
    } else if (result instanceof Pool view && kind() == Kind.POOL) {
      result = serve(new ServedRegistered(kind(), Pool.class, view, types, () -> {}), call);
    }
    call.answerValue(result);
  }

  /** An object of the server itself stays there, and the client gets a proxy of it. */
  private static Object serve(ServedRegistered served, Call call) {
    call.serve(served);
    RemoteManager local = call.server().local();
    return served.kind() == Kind.REGISTERED
        ? local.registered(
            local.object(served.kind(), served.id(), served.type.getName()), served.type)
        : local.proxy(served.kind(), served.id(), null, false);
  }

  @Override
  void ended() {
    end.run();
  }

  private static boolean isProxy(Object object) {
    return java.lang.reflect.Proxy.isProxyClass(object.getClass())
        && java.lang.reflect.Proxy.getInvocationHandler(object) instanceof RegisteredProxy;
  }

  /** What its proxies say. */
  @Override
  public String toString() {
    return String.valueOf(target);
  }
}
