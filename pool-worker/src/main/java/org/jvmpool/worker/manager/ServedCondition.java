package org.jvmpool.worker.manager;

import org.jvmpool.shared.SharedCondition;

/** A condition in the server. It keeps its lock. */
final class ServedCondition extends Served {
  private final SharedCondition condition;
  private final ServedLock lock;
  private final Objects objects;

  ServedCondition(SharedCondition condition, ServedLock lock, Objects objects) {
    super(Kind.CONDITION);
    this.condition = condition;
    this.lock = lock;
    this.objects = objects;
  }

  @Override
  void numbered(long number) {
    super.numbered(number);
    objects.keep(lock);
  }

  @Override
  void call(Op op, Call call) throws Exception {
    switch (op) {
      case CONDITION_LOCK -> {
        call.give(lock.id());
        call.answer(lock.kind().ordinal());
        call.answer(lock.id());
      }
      case CONDITION_AWAIT -> condition.await();
      case CONDITION_AWAIT_UNINTERRUPTIBLY -> condition.awaitUninterruptibly();
      case CONDITION_AWAIT_NANOS -> call.answer(awaitNanos(call.longNumber()));
      case CONDITION_SIGNAL -> condition.signal(call.number());
      case CONDITION_SIGNAL_ALL -> condition.signalAll();
      default -> throw cannot(op, kind());
    }
  }

  /** Whether there was a signal. */
  private boolean awaitNanos(long nanos) throws InterruptedException {
    return condition.await(java.time.Duration.ofNanos(nanos));
  }

  @Override
  void ended() {
    objects.unpin(new long[] {lock.id()});
  }

  @Override
  public String toString() {
    return condition.toString();
  }
}
