package org.jvmpool.worker.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds classes by the names under which they travel: through the loader that the name tells, then
 * through the task's, then through our own.
 */
final class ClassNames {
  private static final Map<String, Class<?>> PRIMITIVES =
      Map.of(
          "boolean", boolean.class,
          "byte", byte.class,
          "char", char.class,
          "short", short.class,
          "int", int.class,
          "long", long.class,
          "float", float.class,
          "double", double.class,
          "void", void.class);

  private ClassNames() {}

  /** Finds a class without initialising it. */
  static Class<?> find(String name, ClassLoader loader) {
    try {
      return load(name, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new UnknownClass(name, loader, e);
    }
  }

  static Class<?> load(String name, ClassLoader loader) throws ClassNotFoundException {
    Class<?> primitive = PRIMITIVES.get(name);
    if (primitive != null) {
      return primitive;
    }
    if (name.indexOf('/') >= 0) {
      Class<?> athome = atHome(name);
      return athome != null ? athome : load(ClassHomes.plain(name), loader);
    }
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      try {
        return Class.forName(name, false, ClassNames.class.getClassLoader());
      } catch (ClassNotFoundException ignored) {
        throw e;
      }
    }
  }

  /* Null: this JVM does not know the loader, or it does not have the class any more. */
  private static @Nullable Class<?> atHome(String name) {
    ClassLoader home = ClassHomes.find(ClassHomes.numberIn(name));
    try {
      return home == null ? null : Class.forName(ClassHomes.plain(name), false, home);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** The binary name without its package. */
  static String brief(Class<?> type) {
    if (type.isArray()) {
      return brief(type.getComponentType()) + "[]";
    }
    String name = type.getName();
    int slash = name.indexOf('/');
    if (slash >= 0) {
      name = name.substring(0, slash);
    }
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** A class that this JVM does not have. */
  static final class UnknownClass extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownClass(String name, ClassLoader loader, Throwable cause) {
      super(
          "this JVM cannot load the class "
              + name
              + " (asked "
              + loader
              + (cause instanceof LinkageError ? "; " + cause : "")
              + "); it must be on the class path of both JVMs",
          cause);
    }
  }
}
