package org.jvmpool.worker.manager;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.jvmpool.SerializableSupplier;

/** The types that a manager can make besides its own, by the names of their interfaces. */
final class RegisteredTypes {
  private final Map<String, ManagerSettings.RegisteredType> types = new LinkedHashMap<>();

  RegisteredTypes(List<ManagerSettings.RegisteredType> registered) {
    for (ManagerSettings.RegisteredType each : registered) {
      types.put(each.type().getName(), each);
    }
  }

  /**
   * Makes an object.
   *
   * @throws IllegalArgumentException if the type is not registered
   */
  ServedRegistered create(String name, Objects objects) {
    ManagerSettings.RegisteredType type = types.get(name);
    if (type == null) {
      throw new IllegalArgumentException(
          name
              + " is not registered with this manager, which knows "
              + (types.isEmpty() ? "no types of its user" : types.keySet())
              + "; register it where the manager is built");
    }
    SerializableSupplier<?> factory = type.factory();
    Object made = factory.get();
    if (!type.type().isInstance(made)) {
      throw new IllegalStateException(
          "the factory of " + name + " has made " + (made == null ? "null" : made.getClass()));
    }
    return new ServedRegistered(type.type(), made, this);
  }

  boolean isRegistered(@Nullable Class<?> type) {
    return type != null && types.containsKey(type.getName());
  }

  /** The classes that methods of the registered types take or return. */
  Set<String> mentioned() {
    Set<String> names = new HashSet<>();
    for (ManagerSettings.RegisteredType each : types.values()) {
      names.add(each.type().getName());
      for (Method method : each.type().getMethods()) {
        Stream.concat(Stream.of(method.getReturnType()), Stream.of(method.getParameterTypes()))
            .filter(type -> !type.isPrimitive())
            .forEach(type -> names.add(elementOf(type).getName()));
      }
    }
    return names;
  }

  private static Class<?> elementOf(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return element;
  }

  /** The methods of an interface, in the order of their numbers. */
  static Method[] methods(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(method -> !java.lang.reflect.Modifier.isStatic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::getName).thenComparing(RegisteredTypes::signature))
        .toArray(Method[]::new);
  }

  private static String signature(Method method) {
    return List.of(method.getParameterTypes()) + " " + method.getReturnType();
  }
}
