package org.jvmpool.impl.pool;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.wire.AnswerMessage;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.Frame;

/** One chunk of a map as it came back: an outcome for each of its items. */
final class Chunks {
  private Chunks() {}

  /** The outcomes of a chunk's items; those of a chunk that did not come back are all its end. */
  static Outcome[] outcomes(
      @Nullable Object raw, @Nullable PoolTask task, int items, long firstItem, String who) {
    if (raw instanceof Frame answer && !answer.has(Frame.FAILED)) {
      try {
        ChunkOutcome chunk = read(answer, task);
        Outcome[] outcomes = new Outcome[chunk.values().length];
        for (int i = 0; i < outcomes.length; i++) {
          ChunkOutcome.Failure failure = chunk.failures() == null ? null : chunk.failures()[i];
          outcomes[i] =
              failure == null
                  ? Outcome.of(chunk.values()[i])
                  : Outcome.failed(failure, who + ", item " + (firstItem + i) + ",");
        }
        return outcomes;
      } catch (RuntimeException | LinkageError e) {
        return all(Outcome.unreadable(e, who), items);
      }
    }
    return all(failure(raw, task, who), items);
  }

  static ChunkOutcome read(Frame answer, PoolTask task) {
    Input in = answer.input();
    AnswerMessage.read(in);
    return ChunkOutcome.read(in, task.function.loader());
  }

  @SuppressWarnings("unchecked")
  static Outcome failure(@Nullable Object raw, @Nullable PoolTask task, String who) {
    return raw instanceof Frame answer
        ? Outcome.decode(answer, task.function, who)
        : Outcome.failed((Supplier<? extends Throwable>) raw);
  }

  private static Outcome[] all(Outcome outcome, int items) {
    Outcome[] outcomes = new Outcome[items];
    Arrays.fill(outcomes, outcome);
    return outcomes;
  }
}
