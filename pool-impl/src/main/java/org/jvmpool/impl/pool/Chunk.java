package org.jvmpool.impl.pool;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.wire.AnswerMessage;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.Frame;

/** One chunk of a map as it came back: a value or a failure for each of its items. */
final class Chunk {
  private final String who;
  private final long firstItem;

  /** The items' values; none when the chunk failed as a whole. */
  private final @Nullable Object[] values;

  private final ChunkOutcome.@Nullable Failure @Nullable [] failures;

  /** How each of its items ended, since the chunk did not come back or cannot be read. */
  private final @Nullable Outcome asAWhole;

  private Chunk(
      String who,
      long firstItem,
      @Nullable Object[] values,
      ChunkOutcome.@Nullable Failure @Nullable [] failures,
      @Nullable Outcome asAWhole) {
    this.who = who;
    this.firstItem = firstItem;
    this.values = values;
    this.failures = failures;
    this.asAWhole = asAWhole;
  }

  /**
   * Decodes what came.
   *
   * @param end a frame, or a supplier of why there is none
   * @param task null when it could not even be submitted
   * @param items how many it has
   * @param firstItem the number of its first item among all
   * @param who the task, for messages
   */
  static Chunk of(Object end, @Nullable PoolTask task, int items, long firstItem, String who) {
    if (!(end instanceof Frame answer)) {
      @SuppressWarnings("unchecked")
      Supplier<? extends Throwable> why = (Supplier<? extends Throwable>) end;
      return failed(Outcome.failed(why), who);
    }
    FunctionRef function = Objects.requireNonNull(task, "what came back was sent").function;
    if (answer.has(Frame.FAILED)) {
      return failed(Outcome.decode(answer, function, () -> who), who);
    }
    try {
      Input in = answer.input();
      AnswerMessage.read(in);
      ChunkOutcome chunk = ChunkOutcome.read(in, function.loader());
      if (chunk.values().length != items) {
        throw new IllegalStateException(
            "it has " + chunk.values().length + " values for " + items + " items");
      }
      return new Chunk(who, firstItem, chunk.values(), chunk.failures(), null);
    } catch (RuntimeException | LinkageError e) {
      return failed(Outcome.unreadable(e, who), who);
    }
  }

  private static Chunk failed(Outcome outcome, String who) {
    return new Chunk(who, 0, new @Nullable Object[0], null, outcome);
  }

  /** Values of all items; those that failed have none. */
  @Nullable Object[] values() {
    return values;
  }

  /** The outcome of an item, counted from 0; its value is kept here no longer. */
  Outcome take(int item) {
    if (asAWhole != null) {
      return asAWhole;
    }
    Outcome failure = failure(item);
    if (failure != null) {
      return failure;
    }
    Object value = values[item];
    values[item] = null;
    return Outcome.of(value);
  }

  /** How the first of its items that failed did so, or null. */
  @Nullable Outcome firstFailure() {
    if (asAWhole != null || failures == null) {
      return asAWhole;
    }
    for (int item = 0; item < failures.length; item++) {
      Outcome failure = failure(item);
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private @Nullable Outcome failure(int item) {
    ChunkOutcome.Failure failure = failures == null ? null : failures[item];
    return failure == null ? null : Outcome.failed(failure, who + ", item " + (firstItem + item));
  }
}
