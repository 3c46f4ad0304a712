package org.jvmpool.worker.manager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * An object of a registered type. Its methods run on the threads of the calls, side by side: it
 * sees to its own order, as any object does that threads share.
 */
final class ServedRegistered extends Served {
  private final Class<?> type;
  private final Object target;
  private final Method[] methods;
  private final RegisteredTypes types;

  ServedRegistered(Class<?> type, Object target, RegisteredTypes types) {
    super(Kind.REGISTERED);
    this.type = type;
    this.target = target;
    this.types = types;
    this.methods = RegisteredTypes.methods(type);
    for (Method method : methods) {
      method.setAccessible(true);
    }
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
      // An object of the server itself stays there, and the client gets a proxy of it.
      ServedRegistered served = new ServedRegistered(returns, result, types);
      call.server().objects().add(served, call.session());
      result = call.server().local().proxy(Kind.REGISTERED, served.id(), returns.getName());
    }
    call.answerValue(result);
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
