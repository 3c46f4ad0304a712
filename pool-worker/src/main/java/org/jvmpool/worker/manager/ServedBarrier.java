package org.jvmpool.worker.manager;

import java.time.Duration;
import org.jvmpool.shared.SharedBarrier;

/** A barrier in the server. */
final class ServedBarrier extends Served {
  private final SharedBarrier barrier;

  ServedBarrier(SharedBarrier barrier) {
    super(Kind.BARRIER);
    this.barrier = barrier;
  }

  @Override
  void call(Op op, Call call) throws Exception {
    switch (op) {
      case BARRIER_AWAIT -> {
        long nanos = call.longNumber();
        call.answer(nanos < 0 ? barrier.await() : barrier.await(Duration.ofNanos(nanos)));
      }
      case BARRIER_PARTIES -> call.answer(barrier.parties());
      case BARRIER_WAITING -> call.answer(barrier.waiting());
      case BARRIER_IS_BROKEN -> call.answer(barrier.isBroken());
      case BARRIER_ABORT -> barrier.abort();
      case BARRIER_RESET -> barrier.reset();
      default -> throw cannot(op, kind());
    }
  }

  @Override
  void ended() {
    barrier.close();
  }

  @Override
  public String toString() {
    return barrier.toString();
  }
}
