package org.jvmpool.worker.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The streams of Java serialization, with a way out for what they cannot write. */
final class JavaStreams {
  private static final String OURS = JavaStreams.class.getPackageName() + ".";

  private JavaStreams() {}

  /** Stands in a stream for the object that travels beside it under this number. */
  record Held(int index) implements Serializable {}

  /** Writes objects; those it cannot write are collected and stand as {@link Held}. */
  static class Writer extends ObjectOutputStream {
    private final boolean container;
    private final Predicate<Object> elsewhere;
    private final List<Object> held;
    private final Map<Object, Held> known = new IdentityHashMap<>();
    private final List<Object> streamed = new ArrayList<>();
    private boolean rootSeen;

    /**
     * Begins a stream.
     *
     * @param container whether the root is a container of the JDK, whose elements go beside
     * @param held takes what goes beside
     * @param elsewhere knows what stands before the stream, and goes beside to stay one object
     */
    Writer(OutputStream out, boolean container, List<Object> held, Predicate<Object> elsewhere)
        throws IOException {
      super(out);
      this.container = container;
      this.elsewhere = elsewhere;
      this.held = held;
      enableReplaceObject(true);
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
      long home = ClassHomes.of(type);
      if (home != ClassHomes.COMMON) {
        writeLong(home);
      }
    }

    @Override
    protected void annotateProxyClass(Class<?> type) throws IOException {
      for (Class<?> implemented : type.getInterfaces()) {
        writeUTF(ClassHomes.nameOf(implemented));
      }
    }

    @Override
    protected @Nullable Object replaceObject(@Nullable Object object) {
      if (!rootSeen) {
        rootSeen = true;
        return object;
      }
      if (object == null) {
        return null;
      }
      if (!goesBeside(object)) {
        if (!TravelReferences.isValue(object)) {
          streamed.add(object);
        }
        return object;
      }
      return known.computeIfAbsent(
          object,
          o -> {
            held.add(o);
            return new Held(held.size() - 1);
          });
    }

    /** What stands in the stream itself, but for its root and for values. */
    List<Object> streamed() {
      return streamed;
    }

    private boolean goesBeside(Object object) {
      Class<?> type = object.getClass();
      if (type == String.class || object instanceof Enum) {
        return false;
      }
      if (!(object instanceof Serializable)
          || type == SerializedLambda.class
          || UserSerializers.find(type) != null) {
        return true;
      }
      if (Refusals.reason(type) != null) {
        // Kryo's side refuses it; in the stream a subclass of Thread or Socket would be
        // half-copied.
        return true;
      }
      if (elsewhere.test(object)) {
        return true;
      }
      if (object instanceof AbstractOwnableSynchronizer
          || object instanceof AbstractQueuedSynchronizer.ConditionObject) {
        // A lock and its conditions must stay one, though each may be held by another object.
        return true;
      }
      return container
          && (!Serializers.isJdk(type)
              || (JdkTypes.isNumbered(type) && type != Class.class)
              || object instanceof Object[]
              || object instanceof Collection
              || object instanceof Map
              || Proxy.isProxyClass(type));
    }
  }

  /** Reads objects, finding classes through the task's loader. */
  static class Reader extends ObjectInputStream {
    private final ClassLoader loader;
    private final Object[] held;

    Reader(byte[] bytes, ClassLoader loader, Object[] held) throws IOException {
      super(new ByteArrayInputStream(bytes));
      this.loader = loader;
      this.held = held;
      enableResolveObject(true);
      setObjectInputFilter(info -> check(info, bytes.length));
    }

    /* An array is made before its elements are read. A map's table may have some times the length
     * of what is in it. */
    private static ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info, long bytes) {
      return info.arrayLength() > 16 * bytes + 1024
          ? ObjectInputFilter.Status.REJECTED
          : ObjectInputFilter.Status.UNDECIDED;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws ClassNotFoundException, IOException {
      String name = description.getName();
      // Our own marks, whatever copy of this library the task's loader may know.
      return name.startsWith(OURS)
          ? Class.forName(name, false, JavaStreams.class.getClassLoader())
          : ClassNames.load(
              available() < Long.BYTES ? name : ClassHomes.name(name, readLong()), loader);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names)
        throws ClassNotFoundException, IOException {
      Class<?>[] interfaces = new Class<?>[names.length];
      ClassLoader binding = loader;
      for (int i = 0; i < names.length; i++) {
        interfaces[i] = ClassNames.load(available() > 0 ? readUTF() : names[i], loader);
        if (!Modifier.isPublic(interfaces[i].getModifiers())) {
          binding = interfaces[i].getClassLoader();
        }
      }
      try {
        @SuppressWarnings("deprecation") // The only way from here to a class without a handler.
        Class<?> proxy = Proxy.getProxyClass(binding, interfaces);
        return proxy;
      } catch (IllegalArgumentException e) {
        throw new ClassNotFoundException(null, e);
      }
    }

    @Override
    protected @Nullable Object resolveObject(@Nullable Object object) {
      return object instanceof Held h ? held[h.index()] : object;
    }
  }
}
