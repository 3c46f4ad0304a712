package org.jvmpool.worker.manager;

import java.time.Duration;
import org.jvmpool.shared.SharedEvent;

/** An event in the server. */
final class ServedEvent extends Served {
  private final SharedEvent event;

  ServedEvent(SharedEvent event) {
    super(Kind.EVENT);
    this.event = event;
  }

  @Override
  void call(Op op, Call call) throws Exception {
    switch (op) {
      case EVENT_IS_SET -> call.answer(event.isSet());
      case EVENT_SET -> event.set();
      case EVENT_CLEAR -> event.clear();
      case EVENT_AWAIT -> {
        long nanos = call.longNumber();
        if (nanos < 0) {
          event.await();
          call.answer(true);
        } else {
          call.answer(event.await(Duration.ofNanos(nanos)));
        }
      }
      default -> throw cannot(op, kind());
    }
  }

  @Override
  void ended() {
    event.close();
  }

  @Override
  public String toString() {
    return event.toString();
  }
}
