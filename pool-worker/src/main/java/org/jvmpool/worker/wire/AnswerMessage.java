package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * What stands before a task's outcome. Behind it comes the value; or, for a chunk, a {@link
 * ChunkOutcome}; or, in a frame flagged {@link Frame#FAILED}, a {@link FailureMessage}.
 *
 * @param runNanos how long the task took, from the claim to the encoded result
 */
public record AnswerMessage(long runNanos) {
  /** Keeps the message's place, since its content is known when what follows has been written. */
  public static int reserve(Output out) {
    int at = out.position();
    out.writeLong(0);
    return at;
  }

  /** Fills the place that was kept. */
  public void writeAt(Output out, int at) {
    int end = out.position();
    out.setPosition(at);
    out.writeLong(runNanos);
    out.setPosition(end);
  }

  public static AnswerMessage read(Input in) {
    return new AnswerMessage(in.readLong());
  }
}
