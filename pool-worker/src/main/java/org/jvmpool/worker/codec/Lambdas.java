package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes lambdas and method references apart, without any flag of the JVM.
 *
 * <p>A lambda's class has a private writeReplace that makes a SerializedLambda. It can be called
 * where the package is open to us, which is always so on the class path; elsewhere an
 * ObjectOutputStream calls it and shows what it got.
 */
final class Lambdas {
  private static final ClassValue<Site> SITES =
      new ClassValue<>() {
        @Override
        protected Site computeValue(Class<?> type) {
          return new Site(type);
        }
      };

  private static final Map<String, String> SERIALIZABLE_TWINS =
      Map.ofEntries(
          Map.entry("java.lang.Runnable", "org.jvmpool.SerializableRunnable or VoidTask"),
          Map.entry("java.util.concurrent.Callable", "org.jvmpool.Task"),
          Map.entry("java.util.function.Function", "org.jvmpool.SerializableFunction"),
          Map.entry("java.util.function.BiFunction", "org.jvmpool.SerializableBiFunction"),
          Map.entry("java.util.function.Supplier", "org.jvmpool.SerializableSupplier"),
          Map.entry("java.util.function.UnaryOperator", "org.jvmpool.SerializableUnaryOperator"),
          Map.entry("java.util.function.Predicate", "org.jvmpool.SerializablePredicate"),
          Map.entry("java.util.Comparator", "org.jvmpool.SerializableComparator"));

  private Lambdas() {}

  static boolean isLambda(Class<?> type) {
    return type.isSynthetic() && type.isHidden() && !type.isArray();
  }

  /** What is known of the class of a lambda. */
  static Site site(Class<?> type) {
    return SITES.get(type);
  }

  /** Takes a lambda apart; throws CannotTravel for one that is not serializable. */
  static SerializedLambda serialized(Object lambda) {
    return site(lambda.getClass()).serialized(lambda);
  }

  /** The class that the call site of one lambda made; cached as long as the class lives. */
  static final class Site {
    private final Class<?> type;
    private final @Nullable MethodHandle writeReplace;

    // Racy and idempotent: whoever computes it first wins, all values are equal.
    private volatile byte @Nullable [] shape;
    private volatile @Nullable EncodedFunction whole;

    private Site(Class<?> type) {
      this.type = type;
      this.writeReplace = Serializable.class.isAssignableFrom(type) ? findWriteReplace(type) : null;
    }

    private static @Nullable MethodHandle findWriteReplace(Class<?> type) {
      try {
        Method method = type.getDeclaredMethod("writeReplace");
        method.setAccessible(true);
        return MethodHandles.lookup()
            .unreflect(method)
            .asType(MethodType.methodType(Object.class, Object.class));
      } catch (ReflectiveOperationException | RuntimeException e) {
        // A named module that is not open to us: Java serialization may still call it.
        return null;
      }
    }

    SerializedLambda serialized(Object lambda) {
      if (!(lambda instanceof Serializable)) {
        throw new CannotTravel(lambda, notSerializable(type), null);
      }
      Object parts;
      if (writeReplace != null) {
        try {
          parts = (Object) writeReplace.invokeExact(lambda);
        } catch (RuntimeException | Error e) {
          throw e;
        } catch (Throwable e) {
          throw new CannotTravel(lambda, "its writeReplace threw " + e, e);
        }
      } else {
        parts = caught(lambda);
      }
      if (!(parts instanceof SerializedLambda)) {
        throw new CannotTravel(
            lambda, "a hidden class that is no lambda has no name elsewhere", null);
      }
      return (SerializedLambda) parts;
    }

    /** What each lambda of this site has in common, as bytes. */
    byte[] shape(SerializedLambda parts) {
      byte[] bytes = shape;
      if (bytes == null) {
        Output out = new MessageOutput(256);
        LambdaShape.of(parts, type.getClassLoader()).write(out);
        bytes = out.toBytes();
        shape = bytes;
      }
      return bytes;
    }

    /** The function as it travels if it captures nothing and was asked for before, else null. */
    @Nullable EncodedFunction whole() {
      return whole;
    }

    void keepWhole(EncodedFunction function) {
      whole = function;
    }
  }

  private static @Nullable Object caught(Object lambda) {
    try (Catcher catcher = new Catcher()) {
      catcher.writeObject(lambda);
      return catcher.caught;
    } catch (IOException e) {
      throw new CannotTravel(lambda, "its Java serialization failed: " + e, e);
    }
  }

  private static String notSerializable(Class<?> type) {
    Class<?>[] interfaces = type.getInterfaces();
    String name = interfaces.length == 0 ? "an interface" : interfaces[0].getName();
    String twin = SERIALIZABLE_TWINS.get(name);
    return "a lambda of "
        + name
        + " is not serializable; "
        + (twin != null ? "declare it as " + twin : "let the interface extend java.io.Serializable")
        + ", or cast it: ("
        + name.substring(name.lastIndexOf('.') + 1)
        + " & Serializable)";
  }

  /** Has Java serialization call writeReplace, and keeps what it returned. */
  private static final class Catcher extends ObjectOutputStream {
    private @Nullable Object caught;

    Catcher() throws IOException {
      super(OutputStream.nullOutputStream());
      enableReplaceObject(true);
    }

    @Override
    protected @Nullable Object replaceObject(@Nullable Object object) {
      if (caught == null) {
        caught = object;
      }
      return null;
    }
  }
}
