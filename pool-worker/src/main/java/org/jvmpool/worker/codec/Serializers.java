package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.DefaultSerializer;
import com.esotericsoftware.kryo.kryo5.KryoSerializable;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.serializers.EnumNameSerializer;
import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which serializer writes a class. In this order:
 *
 * <ol>
 *   <li>lambdas; then the serializers that users bring
 *   <li>our own: the JDK's collections, wrappers and views; throwables
 *   <li>what must not travel is refused
 *   <li>enums, arrays, and classes that ask for Kryo by its annotation or interface
 *   <li>classes that define hooks of Java serialization go through it, since only they know their
 *       own form
 *   <li>classes of the JDK: Java serialization, or refused
 *   <li>records, then ordinary classes field by field
 * </ol>
 */
final class Serializers {
  private static final Set<String> HOOKS =
      Set.of("writeObject", "readObject", "readObjectNoData", "writeReplace", "readResolve");

  private static final ClassValue<Boolean> HAS_HOOKS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return findHooks(type);
        }
      };

  private Serializers() {}

  static Serializer<?> choose(Session session, Class<?> type) {
    if (Lambdas.isLambda(type)) {
      return new LambdaSerializer();
    }
    UserSerializer users = UserSerializers.find(type);
    if (users != null) {
      return users.forSession(session);
    }
    Serializer<?> own = JdkTypes.serializerOf(session, type);
    if (own != null) {
      return own;
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return new ThrowableSerializer();
    }
    Refusals.check(type);
    if (type.isArray()) {
      return arrays(session, type.getComponentType(), type);
    }
    if (Enum.class.isAssignableFrom(type) && type != Enum.class) {
      @SuppressWarnings({"unchecked", "rawtypes"})
      Class<? extends Enum> constants = (Class<? extends Enum>) type;
      return new EnumNameSerializer(constants);
    }
    if (type.isAnnotationPresent(DefaultSerializer.class)
        || KryoSerializable.class.isAssignableFrom(type)) {
      return session.kryoDefault(type);
    }
    boolean serializable = Serializable.class.isAssignableFrom(type);
    if (isJdk(type)) {
      return ofJdk(type, serializable);
    }
    if (serializable && hasHooks(type)) {
      return new JavaObjects(false);
    }
    if (type.isHidden()) {
      throw new CannotTravel(
          type, "a hidden class has no name by which to find it elsewhere", null);
    }
    try {
      return type.isRecord() ? new RecordSerializer(type) : new BeanSerializer(type);
    } catch (CannotTravel closed) {
      if (serializable) {
        return new JavaObjects(false);
      }
      throw closed;
    }
  }

  /* Where all elements are of one class, Kryo does not name it for each. */
  private static Serializer<?> arrays(Session session, Class<?> component, Class<?> type) {
    return Modifier.isFinal(component.getModifiers())
        ? new CheckedArrays(session.kryoDefault(type))
        : new ObjectArrays(component);
  }

  private static Serializer<?> ofJdk(Class<?> type, boolean serializable) {
    if (serializable && !JdkTypes.isReversedList(type)) {
      return JavaObjects.ofJdk(type);
    }
    Serializer<?> copy = JdkTypes.copyOfView(type);
    if (copy != null) {
      return copy;
    }
    throw new CannotTravel(type, "a class of the JDK that is not Serializable", null);
  }

  /** Whether a class belongs to the JDK, so that its fields are closed to everyone. */
  static boolean isJdk(Class<?> type) {
    String module = type.getModule().getName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }

  /** Whether a serializable class, or a superclass, takes part in its own serialization. */
  static boolean hasHooks(Class<?> type) {
    return HAS_HOOKS.get(type);
  }

  private static boolean findHooks(Class<?> type) {
    if (!Serializable.class.isAssignableFrom(type)) {
      return false;
    }
    if (Externalizable.class.isAssignableFrom(type)) {
      return true;
    }
    for (@Nullable Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (var method : c.getDeclaredMethods()) {
        if (HOOKS.contains(method.getName()) && isHook(method.getParameterTypes())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isHook(Class<?>[] parameters) {
    return parameters.length == 0
        || (parameters.length == 1
            && (parameters[0] == ObjectOutputStream.class
                || parameters[0] == ObjectInputStream.class));
  }
}
