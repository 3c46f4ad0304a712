package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.invoke.SerializedLambda;
import java.lang.ref.SoftReference;
import java.lang.reflect.InvocationHandler;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One configured Kryo. Used by one thread at a time; thrown away after any failure, since Kryo
 * 5.6.2 can stay poisoned by one.
 *
 * <p>Which serializer writes a class is decided in {@link Serializers} alone.
 */
final class Session extends Kryo {
  private static final int STRICT_DEPTH = 32;

  private final SoftReference<Session> handle = new SoftReference<>(this);
  private final TravelClasses classes;
  private final TravelReferences references;

  /* The shapes of lambdas met in the graph at hand, so that a list of a thousand lambdas of one
   * site names it once. */
  private final Map<Class<?>, Integer> writtenShapes = new IdentityHashMap<>();
  private final List<LambdaShape> readShapes = new ArrayList<>();

  Session() {
    this(new TravelClasses(), new TravelReferences());
  }

  private Session(TravelClasses classes, TravelReferences references) {
    super(classes, references);
    this.classes = classes;
    this.references = references;
    setRegistrationRequired(false);
    setOptimizedGenerics(false);
    setInstantiatorStrategy(Instances::instantiator);
    register(InvocationHandler.class, new ProxySerializer());
    register(EnumSet.class, new EnumSets());
    register(SerializedLambda.class, new LambdaSerializer());
    register(String.class, new Texts());
    JdkTypes.registerCommon(this);
  }

  /** What is read comes from somebody who is not trusted. */
  void beStrict() {
    setMaxDepth(STRICT_DEPTH);
    references.beStrict();
  }

  /** Classes of values read from now on are looked up through the loader. */
  void bind(ClassLoader loader) {
    if (getClassLoader() != loader) {
      setClassLoader(loader);
      classes.forgetNames();
    }
  }

  /**
   * Writes a graph.
   *
   * @param sought what is one object, though it comes both in a stream and after it
   * @return what else is so, and was written twice
   */
  Set<Object> writeGraph(@Nullable Object root, Output out, Set<Object> sought) {
    setAutoReset(false);
    try {
      references.seek(sought);
      writeClassAndObject(out, root);
      return references.torn();
    } finally {
      setAutoReset(true);
      reset();
    }
  }

  /** Reads a graph and refuses one in which a reference stayed open. */
  @Nullable Object readGraph(Input in) {
    setAutoReset(false);
    try {
      Object root = readClassAndObject(in);
      references.checkComplete();
      return root;
    } catch (RuntimeException e) {
      // An early reference in a wrong place is why; what it led to is not.
      references.checkComplete();
      throw e;
    } finally {
      setAutoReset(true);
      reset();
    }
  }

  /** Whether so many classes were met that this instance should not be kept. */
  boolean isBloated() {
    return classes.known() > 4096;
  }

  /** The reference under which an idle session is kept. */
  SoftReference<Session> handle() {
    return handle;
  }

  TravelReferences references() {
    return references;
  }

  Map<Class<?>, Integer> writtenShapes() {
    return writtenShapes;
  }

  List<LambdaShape> readShapes() {
    return readShapes;
  }

  @Override
  public Serializer<?> getDefaultSerializer(@SuppressWarnings("rawtypes") Class type) {
    return Serializers.choose(this, type);
  }

  /** What Kryo itself would choose. */
  Serializer<?> kryoDefault(Class<?> type) {
    return super.getDefaultSerializer(type);
  }

  /* Lambdas are chosen by class like everything else: the class of a lambda knows its shape. */
  @Override
  public boolean isClosure(@SuppressWarnings("rawtypes") Class type) {
    return false;
  }

  @Override
  public void reset() {
    super.reset();
    if (writtenShapes != null) {
      writtenShapes.clear();
      readShapes.clear();
    }
  }

  /** Strings as everywhere else in the codec: faster than Kryo's own for all but short ones. */
  private static final class Texts extends Serializer<String> {
    Texts() {
      super(false, true);
    }

    @Override
    public void write(Kryo kryo, Output out, String text) {
      PlainValues.writeString(text, out);
    }

    @Override
    public String read(Kryo kryo, Input in, Class<? extends String> type) {
      return PlainValues.readName(in);
    }
  }
}
