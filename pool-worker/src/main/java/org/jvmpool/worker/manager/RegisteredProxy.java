package org.jvmpool.worker.manager;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call of an object of a registered type does in its clients. Equality is that of the
 * object; what it says of itself comes from the object.
 */
final class RegisteredProxy implements InvocationHandler, Serializable {
  private static final long serialVersionUID = 1;

  private static final ClassValue<Map<Method, Integer>> NUMBERS =
      new ClassValue<>() {
        @Override
        protected Map<Method, Integer> computeValue(Class<?> type) {
          Map<Method, Integer> numbers = new HashMap<>();
          Method[] methods = RegisteredTypes.methods(type);
          for (int i = 0; i < methods.length; i++) {
            numbers.put(methods[i], i);
          }
          return numbers;
        }
      };

  private final transient RemoteObject remote;
  private final transient Map<Method, Integer> numbers;

  RegisteredProxy(RemoteObject remote, Class<?> type) {
    this.remote = remote;
    this.numbers = NUMBERS.get(type);
  }

  /** The number of a method of an interface. */
  static int numberOf(Method method) {
    return java.util.Objects.requireNonNull(NUMBERS.get(method.getDeclaringClass()).get(method));
  }

  RemoteObject remote() {
    return remote;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> given != null && isSame(given[0]);
        case "hashCode" -> remote.identityHash();
        default -> remote.call(Op.TO_STRING).value();
      };
    }
    int count = given == null ? 0 : given.length;
    @Nullable Object[] arguments = new Object[count + 1];
    arguments[0] = numbers.get(method);
    if (given != null) {
      System.arraycopy(given, 0, arguments, 1, count);
    }
    boolean interruptible =
        Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class);
    try {
      Reply reply =
          interruptible
              ? remote.callInterruptibly(Op.REGISTERED_CALL, arguments)
              : remote.call(Op.REGISTERED_CALL, arguments);
      return reply.value();
    } catch (InterruptedException e) {
      throw Reply.sneak(e);
    }
  }

  private boolean isSame(@Nullable Object other) {
    return other != null
        && java.lang.reflect.Proxy.isProxyClass(other.getClass())
        && java.lang.reflect.Proxy.getInvocationHandler(other) instanceof RegisteredProxy that
        && remote.isSame(that.remote);
  }

  /* A proxy travels as its interface and this. */
  private Object writeReplace() {
    return remote.handle();
  }
}
