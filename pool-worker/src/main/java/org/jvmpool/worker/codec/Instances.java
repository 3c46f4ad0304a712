package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.ObjectInstantiator;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Makes objects without running a constructor of their own class, as Java serialization does: the
 * first constructor that runs is the no-argument one of the nearest superclass in the JDK.
 */
final class Instances {
  private static final Object FACTORY;
  private static final Method NEW_CONSTRUCTOR;

  static {
    try {
      // By name, since the compiler warns of each mention of a class in jdk.unsupported.
      Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
      FACTORY = type.getMethod("getReflectionFactory").invoke(null);
      NEW_CONSTRUCTOR =
          type.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Instances() {}

  static <T> ObjectInstantiator<T> instantiator(Class<T> type) {
    Constructor<T> constructor = constructor(type);
    return () -> create(constructor);
  }

  static <T> T create(Constructor<T> constructor) {
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new CannotTravel(
          constructor.getDeclaringClass(), "its superclass could not be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new CannotTravel(
          constructor.getDeclaringClass(), "no instance of it can be made: " + e, e);
    }
  }

  static <T> Constructor<T> constructor(Class<T> type) {
    if (Modifier.isAbstract(type.getModifiers())) {
      throw new CannotTravel(type, "an abstract class has no instances", null);
    }
    try {
      Object made = NEW_CONSTRUCTOR.invoke(FACTORY, type, firstConstructor(type));
      @SuppressWarnings("unchecked")
      Constructor<T> constructor = (Constructor<T>) made;
      return constructor;
    } catch (ReflectiveOperationException e) {
      throw new CannotTravel(type, "no instance of it can be made: " + e, e);
    }
  }

  private static Constructor<?> firstConstructor(Class<?> type) throws NoSuchMethodException {
    for (Class<?> c = type.getSuperclass(); c != null; c = c.getSuperclass()) {
      if (Serializers.isJdk(c)) {
        try {
          Constructor<?> constructor = c.getDeclaredConstructor();
          if (!Modifier.isPrivate(constructor.getModifiers())) {
            return constructor;
          }
        } catch (NoSuchMethodException e) {
          // A superclass of it has one: Object at the latest.
        }
      }
    }
    return Object.class.getDeclaredConstructor();
  }
}
