package org.jvmpool.worker;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Task;
import org.jvmpool.TaskBiFunction;
import org.jvmpool.TaskFunction;
import org.jvmpool.VoidTask;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.wire.AnswerMessage;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.FailureMessage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.FunctionMessage;
import org.jvmpool.worker.wire.TaskMessage;

/**
 * Runs tasks: reads one from its frame, calls it, and leaves its answer in a buffer. The same in a
 * child JVM and on a thread of {@code Multiprocessing.threads()}. Used by one thread.
 */
public final class TaskRunner {
  private final Codec codec = Codec.shared();
  private final TaskFunctions functions = new TaskFunctions();

  /** A function under its number, for tasks to come. */
  public void learn(int number, FunctionMessage function) {
    functions.learn(number, function);
  }

  /** A function that no task uses any more. */
  public void forget(int number) {
    functions.forget(number);
  }

  /**
   * Runs a pool's initializer.
   *
   * @param loader the pool's
   * @throws org.jvmpool.TaskSerializationException when it cannot be read here
   * @throws Exception what it throws
   */
  public void initialize(FunctionMessage initializer, ClassLoader loader) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader home = TaskFunctions.home(initializer);
    try {
      if (home != null) {
        thread.setContextClassLoader(home);
      }
      ((VoidTask) functions.once(initializer, home == null ? loader : home)).run();
    } finally {
      if (home != null) {
        thread.setContextClassLoader(before);
      }
    }
  }

  /**
   * Runs the task and appends its answer. Whatever the task throws is its answer; what leaves here
   * by exception is an error of the JVM that no answer could be made of.
   *
   * @param pools the class loader of the pool. A function from another one runs in the context of
   *     its own, after which this thread has again the context that it had.
   */
  @SuppressWarnings("unchecked")
  public void run(Frame task, FrameBuffer answers, ClassLoader pools) {
    long start = System.nanoTime();
    Output out = answers.begin();
    int timeAt = AnswerMessage.reserve(out);
    int valueAt = out.position();
    int flags = 0;
    boolean running = false;
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader home = null;
    try {
      Input in = task.input();
      TaskMessage message = TaskMessage.read(in);
      home = functions.home(message.function());
      if (home != null) {
        thread.setContextClassLoader(home);
      }
      ClassLoader loader = home == null ? pools : home;
      Object function = functions.get(message.function(), message.captured(), loader);
      switch (message.call()) {
        case TASK, VOID, FUNCTION -> {
          Object argument =
              message.call() == TaskMessage.Call.FUNCTION ? codec.decode(in, loader) : null;
          running = true;
          Object value = call(message.call(), function, argument);
          running = false;
          codec.encode(value, out);
        }
        case MAP -> {
          TaskFunction<@Nullable Object, @Nullable Object> fn =
              (TaskFunction<@Nullable Object, @Nullable Object>) function;
          @Nullable Object[] items = codec.decodeAll(in, loader);
          each(items, i -> fn.apply(items[i])).write(out);
        }
        case STARMAP -> {
          TaskBiFunction<@Nullable Object, @Nullable Object, @Nullable Object> fn =
              (TaskBiFunction<@Nullable Object, @Nullable Object, @Nullable Object>) function;
          @Nullable Object[] first = codec.decodeAll(in, loader);
          @Nullable Object[] second = codec.decodeAll(in, loader);
          each(first, i -> fn.apply(first[i], second[i])).write(out);
        }
      }
    } catch (Throwable t) {
      out.setPosition(valueAt);
      flags = Frame.FAILED;
      // What the codec throws is told from what the task throws by where it was thrown.
      failure(running ? FailureMessage.Kind.THREW : FailureMessage.Kind.UNSERIALIZABLE, t)
          .write(out);
    } finally {
      if (home != null) {
        thread.setContextClassLoader(before);
      }
    }
    new AnswerMessage(System.nanoTime() - start).writeAt(out, timeAt);
    answers.end(FrameType.ANSWER, flags, task.slot(), task.id());
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object call(
      TaskMessage.Call call, Object function, @Nullable Object argument) throws Exception {
    switch (call) {
      case TASK -> {
        return ((Task<?>) function).call();
      }
      case VOID -> {
        ((VoidTask) function).run();
        return null;
      }
      default -> {
        return ((TaskFunction<@Nullable Object, @Nullable Object>) function).apply(argument);
      }
    }
  }

  /** Calls a function for one of a chunk's items. */
  private interface ItemCall {
    @Nullable Object call(int item) throws Exception;
  }

  /**
   * Calls a function for each of a chunk's items; one that fails harms no other.
   *
   * @param values filled with what it returns; may be where its arguments come from
   */
  private static ChunkOutcome each(@Nullable Object[] values, ItemCall function) {
    ChunkOutcome.@Nullable Failure @Nullable [] failures = null;
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = function.call(i);
      } catch (Throwable t) {
        failures = failures == null ? new ChunkOutcome.@Nullable Failure[values.length] : failures;
        failures[i] = failure(FailureMessage.Kind.THREW, t);
        values[i] = null;
      }
    }
    return new ChunkOutcome(values, failures);
  }

  private static ChunkOutcome.Failure failure(FailureMessage.Kind kind, Throwable thrown) {
    return new ChunkOutcome.Failure(kind, thrown);
  }
}
