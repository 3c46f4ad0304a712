package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a SerializedLambda that each instance of one lambda shares, and the way back.
 *
 * <pre>
 * 1 | capturing class | interface | its method, signature | kind (byte)
 *   | implementing class, method, signature | instantiated type | arguments (varint)
 *   | checksum of the capturing class's file (long)
 * </pre>
 */
record LambdaShape(
    String capturingClass,
    String interfaceClass,
    String interfaceMethod,
    String interfaceSignature,
    int kind,
    String implClass,
    String implMethod,
    String implSignature,
    String instantiatedType,
    int arguments,
    long checksum) {

  /** The first byte of a shape; that of other functions begins otherwise. */
  static final int TAG = 1;

  private static final Object[] NO_ARGUMENTS = {};

  /* Null: the class cannot be opened, or its compiler made no such method. */
  private static final ClassValue<Way> WAYS =
      new ClassValue<>() {
        @Override
        protected Way computeValue(Class<?> type) {
          return new Way(findDeserializer(type));
        }
      };

  static LambdaShape of(SerializedLambda parts, @Nullable ClassLoader loader) {
    String name = parts.getCapturingClass().replace('/', '.');
    Class<?> capturing = find(name, loader);
    return new LambdaShape(
        capturing == null ? name : ClassHomes.nameOf(capturing),
        parts.getFunctionalInterfaceClass(),
        parts.getFunctionalInterfaceMethodName(),
        parts.getFunctionalInterfaceMethodSignature(),
        parts.getImplMethodKind(),
        parts.getImplClass(),
        parts.getImplMethodName(),
        parts.getImplMethodSignature(),
        parts.getInstantiatedMethodType(),
        parts.getCapturedArgCount(),
        capturing == null ? ClassFiles.UNKNOWN : ClassFiles.checksum(capturing));
  }

  private static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  static Object[] arguments(SerializedLambda parts) {
    int count = parts.getCapturedArgCount();
    if (count == 0) {
      return NO_ARGUMENTS;
    }
    Object[] arguments = new Object[count];
    for (int i = 0; i < count; i++) {
      arguments[i] = parts.getCapturedArg(i);
    }
    return arguments;
  }

  void write(Output out) {
    out.writeByte(TAG);
    PlainValues.writeString(capturingClass, out);
    PlainValues.writeString(interfaceClass, out);
    PlainValues.writeString(interfaceMethod, out);
    PlainValues.writeString(interfaceSignature, out);
    out.writeByte(kind);
    PlainValues.writeString(implClass, out);
    PlainValues.writeString(implMethod, out);
    PlainValues.writeString(implSignature, out);
    PlainValues.writeString(instantiatedType, out);
    out.writeVarInt(arguments, true);
    out.writeLong(checksum);
  }

  static LambdaShape read(Input in) {
    int tag = in.readByte();
    if (tag != TAG) {
      throw new Malformed("expected the shape of a lambda, but found tag " + tag);
    }
    return new LambdaShape(
        PlainValues.readName(in),
        PlainValues.readName(in),
        PlainValues.readName(in),
        PlainValues.readName(in),
        in.readByte(),
        PlainValues.readName(in),
        PlainValues.readName(in),
        PlainValues.readName(in),
        PlainValues.readName(in),
        in.readVarInt(true),
        in.readLong());
  }

  /** Finds the capturing class and checks that it is the one that was compiled for the sender. */
  Class<?> resolve(ClassLoader loader) {
    Class<?> type = ClassNames.find(capturingClass, loader);
    ClassFiles.check(type, checksum);
    return type;
  }

  /** The same, and has the way back found. */
  void lookUp(ClassLoader loader) {
    WAYS.get(resolve(loader));
  }

  /** Makes the lambda. */
  Object build(Class<?> capturing, @Nullable Object[] captured) {
    SerializedLambda parts =
        new SerializedLambda(
            capturing,
            interfaceClass,
            interfaceMethod,
            interfaceSignature,
            kind,
            implClass,
            implMethod,
            implSignature,
            instantiatedType,
            captured);
    MethodHandle way = WAYS.get(capturing).deserializer;
    if (way == null) {
      return rebuiltByJava(capturing, parts);
    }
    try {
      return (Object) way.invokeExact(parts);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new CannotTravel(
          null, capturingClass, "the lambda " + implMethod + " of it cannot be rebuilt: " + e, e);
    }
  }

  private static @Nullable MethodHandle findDeserializer(Class<?> type) {
    try {
      Method method = type.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      method.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(method)
          .asType(MethodType.methodType(Object.class, SerializedLambda.class));
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return null;
    }
  }

  /* The readResolve of SerializedLambda may call what we may not. */
  private static Object rebuiltByJava(Class<?> capturing, SerializedLambda parts) {
    List<Object> held = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try {
      try (ObjectOutputStream out = new ArgumentsBeside(bytes, held)) {
        out.writeObject(parts);
      }
      try (JavaStreams.Reader in =
          new JavaStreams.Reader(bytes.toByteArray(), capturing.getClassLoader(), held.toArray())) {
        return in.readObject();
      }
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      throw new CannotTravel(
          null, capturing.getName(), "a lambda of it cannot be rebuilt: " + e, e);
    }
  }

  private record Way(@Nullable MethodHandle deserializer) {}

  /** Keeps the captured arguments, which need not be serializable, out of the stream. */
  private static final class ArgumentsBeside extends ObjectOutputStream {
    private final List<Object> held;

    ArgumentsBeside(OutputStream out, List<Object> held) throws IOException {
      super(out);
      this.held = held;
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (!(object instanceof Object[])) {
        return object;
      }
      held.add(object);
      return new JavaStreams.Held(held.size() - 1);
    }
  }
}
