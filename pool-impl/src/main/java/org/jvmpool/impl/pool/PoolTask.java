package org.jvmpool.impl.pool;

import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Ticket;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.wire.FrameBuffer;

/** A task of a pool: the brain's ticket, the bytes to send, and who waits for it. */
final class PoolTask extends Ticket {
  final FunctionRef function;
  final TaskSink sink;

  /** Which chunk of its map it is; 0 for a task of its own. */
  final int chunk;

  /** Its submitter waits for it and reads the answer itself, if it comes soon. */
  final boolean callerReads;

  /** On the nano clock; set when the pool takes it in. */
  long submittedAt;

  private final int bytes;

  /** What travels with it beside its bytes; null if nothing does, of a million that wait, say. */
  private final @Nullable InFlight inFlight;

  /** Dropped when the task is over; a frame that is written after that has no payload. */
  private volatile byte @Nullable [] payload;

  PoolTask(
      long id,
      long limitNanos,
      int retries,
      FunctionRef function,
      byte[] payload,
      InFlight inFlight,
      TaskSink sink,
      int chunk,
      boolean callerReads) {
    super(id, limitNanos, retries);
    this.function = function;
    this.payload = payload;
    this.inFlight = inFlight.isEmpty() ? null : inFlight;
    this.bytes = FrameBuffer.sizeOf(payload.length);
    this.sink = sink;
    this.chunk = chunk;
    this.callerReads = callerReads;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  byte @Nullable [] payload() {
    return payload;
  }

  /** It is over, or was never taken in: what was to arrive with it and has not never will. */
  void over() {
    payload = null;
    if (inFlight != null) {
      inFlight.giveUp();
    }
  }
}
