package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Serializer;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.jvmpool.spi.ValueSerializer;
import org.jvmpool.worker.codec.kryo.KryoSerializers;

/**
 * The serializers that users bring, as services: looked for once a class loader, when the first
 * object of a class of that loader is to travel.
 */
/* Implementation notes: services are held softly. A provider refers to its class loader, and a
 * value that refers to its key would keep the key of a WeakHashMap alive. */
final class UserSerializers {
  private static final Map<ClassLoader, SoftReference<UserSerializers>> FOUND = new WeakHashMap<>();

  /* For classes of the JDK it depends on who asks. */
  private static final ClassValue<Answer> ANSWERS =
      new ClassValue<>() {
        @Override
        protected Answer computeValue(Class<?> type) {
          return new Answer(of(type.getClassLoader()).claim(type));
        }
      };

  private final List<ValueSerializer<?>> values = new ArrayList<>();
  private final List<KryoSerializers> kryos = new ArrayList<>();

  private UserSerializers(ClassLoader loader) {
    for (ValueSerializer<?> each : ServiceLoader.load(ValueSerializer.class, loader)) {
      check(each);
      values.add(each);
    }
    ServiceLoader.load(KryoSerializers.class, loader).forEach(kryos::add);
  }

  private record Answer(@Nullable UserSerializer serializer) {}

  /** The serializer that a user brings for a class, or null. */
  static @Nullable UserSerializer find(Class<?> type) {
    if (type.isHidden() || type.isArray()) {
      return null;
    }
    if (type.getClassLoader() != null && !Serializers.isJdk(type)) {
      return ANSWERS.get(type).serializer;
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return of(context == null ? ClassLoader.getSystemClassLoader() : context).claim(type);
  }

  private static UserSerializers of(ClassLoader loader) {
    synchronized (FOUND) {
      SoftReference<UserSerializers> reference = FOUND.get(loader);
      UserSerializers known = reference == null ? null : reference.get();
      if (known != null) {
        return known;
      }
    }
    // Not under the lock: it runs constructors of the user.
    UserSerializers found = new UserSerializers(loader);
    synchronized (FOUND) {
      FOUND.put(loader, new SoftReference<>(found));
    }
    return found;
  }

  private static void check(ValueSerializer<?> serializer) {
    Class<?> type = serializer.type();
    if (type == null) {
      throw new ServiceConfigurationError(
          serializer.getClass().getName() + ": its type() is null; it must name a class");
    }
    if (JdkTypes.hasFixedForm(type)) {
      throw new ServiceConfigurationError(
          serializer.getClass().getName()
              + ": the form in which "
              + type.getTypeName()
              + " travels cannot be replaced; hold it in a class of your own");
    }
  }

  private @Nullable UserSerializer claim(Class<?> type) {
    ValueSerializer<?> nearest = null;
    for (ValueSerializer<?> each : values) {
      if (each.type() == type || (each.withSubclasses() && each.type().isAssignableFrom(type))) {
        nearest = nearest == null ? each : nearer(type, nearest, each);
      }
    }
    if (nearest != null) {
      return new UserSerializer.OfValues(nearest);
    }
    if (!kryos.isEmpty()) {
      Session session = new Session();
      for (KryoSerializers each : kryos) {
        Serializer<?> serializer = each.serializerFor(session, type);
        if (serializer != null) {
          return new UserSerializer.OfKryo(each, type, serializer);
        }
      }
    }
    return null;
  }

  private static ValueSerializer<?> nearer(
      Class<?> type, ValueSerializer<?> one, ValueSerializer<?> other) {
    if (one.type() != other.type()) {
      if (one.type().isAssignableFrom(other.type())) {
        return other;
      } else if (other.type().isAssignableFrom(one.type())) {
        return one;
      }
    }
    throw new ServiceConfigurationError(
        one.getClass().getName()
            + " and "
            + other.getClass().getName()
            + " both say how "
            + type.getName()
            + " travels; keep one, or let one name a nearer class");
  }
}
