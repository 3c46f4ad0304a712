package org.jvmpool.worker.manager;

import java.util.concurrent.TimeUnit;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.worker.plain.PlainObjects;

/** A lock in the server. Who holds it is the client's thread for which the call is made. */
final class ServedLock extends Served {
  private final SharedLock lock;

  ServedLock(Kind kind, SharedLock lock) {
    super(kind);
    this.lock = lock;
  }

  @Override
  void call(Op op, Call call) throws Exception {
    switch (op) {
      case LOCK_LOCK -> lock.lock();
      case LOCK_LOCK_INTERRUPTIBLY -> lock.lockInterruptibly();
      case LOCK_TRY_LOCK -> {
        long nanos = call.longNumber();
        call.answer(nanos <= 0 ? lock.tryLock() : lock.tryLock(nanos, TimeUnit.NANOSECONDS));
      }
      case LOCK_UNLOCK -> lock.unlock();
      case LOCK_UNLOCK_OWN -> call.answer(PlainObjects.unlockOwn(lock));
      case LOCK_IS_LOCKED -> call.answer(lock.isLocked());
      case LOCK_WAS_ABANDONED -> call.answer(lock.wasAbandoned());
      case LOCK_NEW_CONDITION -> {
        Objects objects = call.server().objects();
        ServedCondition made =
            new ServedCondition(ServedManager.lasting(lock::newCondition), this, objects);
        call.answerNew(made);
      }
      default -> throw cannot(op, kind());
    }
  }

  @Override
  void ended() {
    lock.close();
  }

  @Override
  public String toString() {
    return lock.toString();
  }
}
