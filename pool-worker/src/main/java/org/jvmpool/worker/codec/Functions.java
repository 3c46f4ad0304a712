package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Functions as they travel. A lambda is its shape and its captured arguments; any other object is
 * its class name and the whole object.
 *
 * <pre>
 * shape of a lambda:  see {@link LambdaShape}
 * shape of an object: 2 | class name, or empty | checksum of its file (long) | stateless (boolean)
 *                       | the object, if stateless
 * captured by a lambda: nothing | one value | 0, each value | 1, all values as one graph
 * captured by an object: nothing if stateless, else the object
 * </pre>
 */
final class Functions {
  private static final int OBJECT = 2;
  private static final byte[] NOTHING = {};

  private final Codec codec;

  private final ClassValue<Boolean> stateless =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isStateless(type);
        }
      };

  Functions(Codec codec) {
    this.codec = codec;
  }

  EncodedFunction encode(Object function) {
    Class<?> type = function.getClass();
    return Lambdas.isLambda(type) ? encodeLambda(function, type) : encodeObject(function, type);
  }

  private EncodedFunction encodeLambda(Object function, Class<?> type) {
    Lambdas.Site site = Lambdas.site(type);
    EncodedFunction whole = site.whole();
    if (whole != null) {
      return whole;
    }
    SerializedLambda parts = site.serialized(function);
    byte[] shape = site.shape(parts);
    if (parts.getCapturedArgCount() == 0) {
      whole = new EncodedFunction(type, shape, NOTHING, true);
      site.keepWhole(whole);
      return whole;
    }
    Output out = new MessageOutput(128);
    writeCaptured(LambdaShape.arguments(parts), out);
    return new EncodedFunction(type, shape, out.toBytes(), false);
  }

  private void writeCaptured(Object[] arguments, Output out) {
    if (arguments.length == 1) {
      codec.append(arguments[0], out);
      return;
    }
    // Two graphs could share an object; one graph and plain values cannot. That is found out before
    // a graph is written: writing may have effects, and counts as a departure for an end of a pipe.
    if (hasTwoGraphs(arguments)) {
      out.writeByte(1);
      codec.append(arguments, out);
      return;
    }
    out.writeByte(0);
    for (Object argument : arguments) {
      codec.append(argument, out);
    }
  }

  private static boolean hasTwoGraphs(Object[] arguments) {
    int graphs = 0;
    for (Object argument : arguments) {
      if (!PlainValues.isPlain(argument)) {
        graphs++;
      }
    }
    return graphs > 1;
  }

  private EncodedFunction encodeObject(Object function, Class<?> type) {
    boolean alone = stateless.get(type);
    Output captured = new MessageOutput(128);
    codec.append(function, captured);
    Output shape = new MessageOutput(64);
    shape.writeByte(OBJECT);
    boolean named = !Proxy.isProxyClass(type) && !type.isHidden();
    PlainValues.writeString(named ? ClassHomes.nameOf(type) : "", shape);
    shape.writeLong(named ? ClassFiles.checksum(type) : ClassFiles.UNKNOWN);
    shape.writeBoolean(alone);
    if (alone) {
      shape.writeBytes(captured.getBuffer(), 0, captured.position());
    }
    return new EncodedFunction(type, shape.toBytes(), alone ? NOTHING : captured.toBytes(), alone);
  }

  /* One instance may serve all tasks when there is no field, of whatever kind, that a task could
   * leave changed. */
  private static boolean isStateless(Class<?> type) {
    if (Serializers.hasHooks(type)
        || Proxy.isProxyClass(type)
        || type.isHidden()
        || UserSerializers.find(type) != null) {
      return false;
    }
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          return false;
        }
      }
    }
    return true;
  }

  FunctionShape decode(Input in, ClassLoader loader) {
    if (isObject(in)) {
      findObject(in, loader);
      boolean alone = in.readBoolean();
      return new ObjectShape(codec, alone ? codec.take(in, loader) : null);
    }
    LambdaShape shape = LambdaShape.read(in);
    return new Lambda(codec, shape, shape.resolve(loader));
  }

  /** Finds what decode needs, and runs nothing. */
  void lookUp(Input in, ClassLoader loader) {
    if (isObject(in)) {
      findObject(in, loader);
    } else {
      LambdaShape.read(in).lookUp(loader);
    }
  }

  /** Whether it is the shape of an object; a lambda's is read as a whole. */
  private static boolean isObject(Input in) {
    boolean object = in.readByte() == OBJECT;
    if (!object) {
      in.setPosition(in.position() - 1);
    }
    return object;
  }

  private static void findObject(Input in, ClassLoader loader) {
    String name = PlainValues.readName(in);
    long checksum = in.readLong();
    if (!name.isEmpty()) {
      ClassFiles.check(ClassNames.find(name, loader), checksum);
    }
  }

  /** Makes lambdas of one site. */
  private static final class Lambda implements FunctionShape {
    private final Codec codec;
    private final LambdaShape shape;
    private final Class<?> capturing;
    private final @Nullable Object only;

    Lambda(Codec codec, LambdaShape shape, Class<?> capturing) {
      this.codec = codec;
      this.shape = shape;
      this.capturing = capturing;
      this.only = shape.arguments() == 0 ? shape.build(capturing, new Object[0]) : null;
    }

    @Override
    public boolean stateless() {
      return only != null;
    }

    @Override
    public Object instantiate(Input captured, ClassLoader loader) {
      if (only != null) {
        return only;
      }
      try {
        return shape.build(capturing, readCaptured(captured, loader));
      } catch (Throwable e) {
        throw Codec.decodeFailure("a lambda of " + capturing.getName(), e);
      }
    }

    private @Nullable Object[] readCaptured(Input in, ClassLoader loader) {
      @Nullable Object[] arguments = new Object[shape.arguments()];
      if (arguments.length == 1) {
        arguments[0] = codec.take(in, loader);
        return arguments;
      }
      if (in.readByte() == 0) {
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = codec.take(in, loader);
        }
        return arguments;
      }
      if (codec.take(in, loader) instanceof Object[] all && all.length == arguments.length) {
        return all;
      }
      throw new Malformed("the captured arguments are not " + arguments.length + " values");
    }
  }

  /** Makes copies of an object, or hands out the one that all may share. */
  private record ObjectShape(Codec codec, @Nullable Object only) implements FunctionShape {
    @Override
    public boolean stateless() {
      return only != null;
    }

    @Override
    public Object instantiate(Input captured, ClassLoader loader) {
      if (only != null) {
        return only;
      }
      Object function = codec.decode(captured, loader);
      if (function == null) {
        throw Codec.decodeFailure("a function", new Malformed("it arrived as null"));
      }
      return function;
    }
  }
}
