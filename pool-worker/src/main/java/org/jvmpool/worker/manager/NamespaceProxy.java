package org.jvmpool.worker.manager;

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.jvmpool.manager.Namespace;

/** A namespace as its clients see it. */
final class NamespaceProxy extends Proxy implements Namespace {
  private static final long serialVersionUID = 1;

  NamespaceProxy(RemoteObject remote) {
    super(remote);
  }

  private static String name(@Nullable String name) {
    return Objects.requireNonNull(name, "name must not be null");
  }

  @Override
  public <T> @Nullable T get(String name, Class<T> type) {
    Objects.requireNonNull(type, "type must not be null");
    Object value = remote().call(Op.NAMESPACE_GET, name(name)).value();
    if (value != null && !type.isInstance(value) && !type.isPrimitive()) {
      throw new ClassCastException(
          "the value \""
              + name
              + "\" of the namespace is of "
              + value.getClass().getName()
              + ", not of "
              + type.getName());
    }
    return boxed(type).cast(value);
  }

  @SuppressWarnings("unchecked")
  private static <T> Class<T> boxed(Class<T> type) {
    return (Class<T>) java.lang.invoke.MethodType.methodType(type).wrap().returnType();
  }

  @Override
  public void set(String name, @Nullable Object value) {
    remote().call(Op.NAMESPACE_SET, name(name), value);
  }

  @Override
  public void delete(String name) {
    remote().call(Op.NAMESPACE_DELETE, name(name));
  }

  @Override
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    remote().call(Op.NAMESPACE_NAMES).values().forEach(name -> names.add((String) name));
    return Collections.unmodifiableSet(names);
  }
}
