package org.jvmpool.impl.pool;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jvmpool.impl.launch.Supplies;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.EncodedFunction;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.wire.FunctionMessage;

/**
 * The functions of a pool and their numbers. What all functions of one lambda have in common is
 * told to a worker once; what one of them holds comes with each task, or, for a map, once for the
 * whole map.
 *
 * <p>Safe for many threads. Remembers one entry for each lambda or class, as long as the pool
 * lives.
 */
final class FunctionTable {
  private static final byte[] NOTHING = {};
  private static final InFlight NOTHING_IN_FLIGHT = new InFlight();

  private final Codec codec = Codec.shared();
  private final Map<Class<?>, FunctionRef> shapes = new ConcurrentHashMap<>();
  private final Set<ClassLoader> loaders = ConcurrentHashMap.newKeySet();
  private final AtomicInteger numbers = new AtomicInteger();
  private final ClassLoader context;

  /** Of a pool that is made on this thread: its context class loader is what the pool sees. */
  FunctionTable() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    this.context = loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** The loader in sight of which the pool was made. */
  ClassLoader context() {
    return context;
  }

  /** A function whose captured values come with its task; the caller notes what they take along. */
  FunctionRef one(Object function) {
    EncodedFunction encoded = codec.encodeFunction(function);
    FunctionRef shape = shapes.get(encoded.type());
    if (shape == null) {
      FunctionMessage message =
          new FunctionMessage(encoded.shape(), null, Supplies.home(encoded.type(), context));
      shape =
          shapes.computeIfAbsent(
              encoded.type(),
              type ->
                  new FunctionRef(
                      nextNumber(),
                      message,
                      NOTHING,
                      loaderOf(type),
                      name(type),
                      NOTHING_IN_FLIGHT));
    }
    if (encoded.stateless()) {
      return shape;
    }
    return new FunctionRef(
        shape.number(),
        shape.message(),
        encoded.captured(),
        shape.loader(),
        shape.name(),
        NOTHING_IN_FLIGHT);
  }

  /** A function for many tasks: its captured values are told once, too. */
  FunctionRef many(Object function) {
    InFlight inFlight = InFlight.forSeveralReaders();
    EncodedFunction encoded = inFlight.noteDuring(() -> codec.encodeFunction(function));
    if (encoded.stateless()) {
      return one(function);
    }
    return new FunctionRef(
        nextNumber(),
        new FunctionMessage(
            encoded.shape(), encoded.captured(), Supplies.home(encoded.type(), context)),
        NOTHING,
        loaderOf(encoded.type()),
        name(encoded.type()),
        inFlight);
  }

  /** Whether the workers need not remember it once its tasks are over. */
  static boolean isTemporary(FunctionRef function) {
    return function.message().captured() != null;
  }

  /** The class loaders that functions came from: where a worker's wish for a class is looked up. */
  Set<ClassLoader> loaders() {
    return loaders;
  }

  private int nextNumber() {
    return numbers.incrementAndGet();
  }

  private ClassLoader loaderOf(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return ClassLoader.getSystemClassLoader();
    }
    loaders.add(loader);
    return loader;
  }

  /** "a lambda of App", or the name of the class. */
  static String name(Class<?> type) {
    String name = type.getName();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : "a lambda of " + name.substring(0, lambda);
  }
}
