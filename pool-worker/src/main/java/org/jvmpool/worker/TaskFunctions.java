package org.jvmpool.worker;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.ClassHomes;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.FunctionShape;
import org.jvmpool.worker.wire.FunctionMessage;

/**
 * The functions a worker was told, by their numbers. One without state is made once; one that holds
 * state is made anew for each task, so that no task sees what another did to it.
 *
 * <p>Used by the thread that runs the worker's tasks. A function that cannot be read here is an
 * error of the tasks that use it, not of the worker.
 */
final class TaskFunctions {
  private final Codec codec = Codec.shared();
  private final Map<Integer, Known> known = new HashMap<>();

  private static final class Known {
    final FunctionMessage message;
    @Nullable FunctionShape shape;
    @Nullable Object instance;

    Known(FunctionMessage message) {
      this.message = message;
    }
  }

  void learn(int number, FunctionMessage message) {
    known.put(number, new Known(message));
  }

  void forget(int number) {
    known.remove(number);
  }

  /** The function to run for one task. */
  Object get(int number, byte[] capturedByTask, ClassLoader loader) {
    return get(known(number), capturedByTask, loader);
  }

  private Known known(int number) {
    Known function = known.get(number);
    if (function == null) {
      throw new IllegalStateException("function " + number + " was never told to this worker");
    }
    return function;
  }

  /** The loader that is the context of the function's tasks; null for that of the pool. */
  @Nullable ClassLoader home(int number) {
    return home(known(number).message);
  }

  /** The same, of a function that is used once. */
  static @Nullable ClassLoader home(FunctionMessage function) {
    return function.home() == ClassHomes.COMMON ? null : ClassHomes.find(function.home());
  }

  /** A function that is used once. */
  Object once(FunctionMessage message, ClassLoader loader) {
    return get(new Known(message), new byte[0], loader);
  }

  private Object get(Known function, byte[] capturedByTask, ClassLoader loader) {
    Object instance = function.instance;
    if (instance != null) {
      return instance;
    }
    FunctionShape shape = function.shape;
    if (shape == null) {
      shape = codec.decodeShape(new BoundedInput(function.message.shape()), loader);
      function.shape = shape;
    }
    byte[] told = function.message.captured();
    instance = shape.instantiate(new BoundedInput(told == null ? capturedByTask : told), loader);
    if (shape.stateless()) {
      function.instance = instance;
    }
    return instance;
  }
}
