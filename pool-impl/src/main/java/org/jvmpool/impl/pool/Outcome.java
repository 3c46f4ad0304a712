package org.jvmpool.impl.pool;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.ProcessException;
import org.jvmpool.TaskException;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.wire.AnswerMessage;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.FailureMessage;
import org.jvmpool.worker.wire.Frame;

/**
 * How something ended: with a value, or with a failure.
 *
 * @param value what it returned; null for a failure, too
 * @param failure what {@code getCause()} of {@code get()}'s exception is, or null
 * @param context who failed where: the message of the exception that wraps a task's own
 */
record Outcome(@Nullable Object value, @Nullable Throwable failure, String context) {

  static Outcome of(@Nullable Object value) {
    return new Outcome(value, null, "");
  }

  static Outcome failed(Supplier<? extends Throwable> why) {
    return new Outcome(null, why.get(), "");
  }

  /** The item failed while it ran, or could not travel. */
  static Outcome failed(ChunkOutcome.Failure failure, String who) {
    Throwable thrown = failure.thrown();
    if (failure.kind() == FailureMessage.Kind.THREW) {
      return new Outcome(null, thrown, who + " threw " + thrown);
    }
    return new Outcome(
        null,
        thrown instanceof TaskSerializationException
            ? new TaskSerializationException(who + ": " + thrown.getMessage(), thrown)
            : new TaskSerializationException(
                who + " could not be read in the worker: " + thrown, thrown),
        "");
  }

  /**
   * What stands in the answer of a task that is no chunk.
   *
   * @param who asked for only if the task failed
   */
  static Outcome decode(Frame answer, FunctionRef function, Supplier<String> who) {
    try {
      Input in = answer.input();
      AnswerMessage.read(in);
      if (answer.has(Frame.FAILED)) {
        return failed(ChunkOutcome.Failure.read(in, function.loader()), who.get());
      }
      return of(Codec.shared().decode(in, function.loader()));
    } catch (RuntimeException | LinkageError e) {
      return unreadable(e, who.get());
    }
  }

  static Outcome unreadable(Throwable e, String who) {
    return new Outcome(
        null,
        new TaskSerializationException(
            "the result of " + who + " cannot be read here: " + e.getMessage(), e),
        "");
  }

  boolean isCancelled() {
    return failure instanceof CancellationException && context.isEmpty();
  }

  /** The value of something that did not fail, as what the caller knows it to be. */
  @SuppressWarnings({"unchecked", "NullAway"}) // null only where R may be null
  <R extends @Nullable Object> R valueAs() {
    return (R) value;
  }

  /** The value, for the blocking methods of a pool. */
  <R extends @Nullable Object> R valueOrThrow() {
    if (failure == null) {
      return valueAs();
    }
    if (isCancelled() && failure instanceof CancellationException cancelled) {
      throw cancelled;
    }
    if (failure instanceof ProcessException own && context.isEmpty()) {
      throw own;
    }
    throw new TaskException(context, failure);
  }
}
