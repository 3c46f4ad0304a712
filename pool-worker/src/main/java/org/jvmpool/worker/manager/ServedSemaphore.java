package org.jvmpool.worker.manager;

import java.time.Duration;
import org.jvmpool.shared.SharedSemaphore;

/** A semaphore in the server. */
final class ServedSemaphore extends Served {
  private final SharedSemaphore semaphore;

  ServedSemaphore(SharedSemaphore semaphore) {
    super(Kind.SEMAPHORE);
    this.semaphore = semaphore;
  }

  @Override
  void call(Op op, Call call) throws Exception {
    switch (op) {
      case SEMAPHORE_ACQUIRE -> {
        semaphore.acquire();
        call.ifLost(semaphore::release);
      }
      case SEMAPHORE_TRY_ACQUIRE -> {
        long nanos = call.longNumber();
        boolean acquired =
            nanos <= 0 ? semaphore.tryAcquire() : semaphore.tryAcquire(Duration.ofNanos(nanos));
        if (acquired) {
          call.ifLost(semaphore::release);
        }
        call.answer(acquired);
      }
      case SEMAPHORE_RELEASE -> semaphore.release(call.number());
      case SEMAPHORE_AVAILABLE -> call.answer(semaphore.availablePermits());
      default -> throw cannot(op, kind());
    }
  }

  @Override
  void ended() {
    semaphore.close();
  }

  @Override
  public String toString() {
    return semaphore.toString();
  }
}
