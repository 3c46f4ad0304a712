package org.jvmpool.worker.manager;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A variable in the server. */
final class ServedReference extends Container {
  private final Busy busy = new Busy();

  // Guarded by busy.
  private @Nullable Object kept;
  private boolean ended;

  ServedReference(@Nullable Object initial, Objects objects) {
    super(Kind.VALUE, objects);
    pin(initial);
    this.kept = initial;
  }

  @Override
  void call(Op op, Call call) throws Exception {
    switch (op) {
      case VALUE_GET -> {
        busy.lock();
        try {
          call.answer(kept);
        } finally {
          busy.unlock();
        }
      }
      case VALUE_SET -> set(call.kept());
      case VALUE_SWAP -> swap(call.kept(), call.kept(), call);
      case VALUE_UPDATE -> update(call);
      default -> throw cannot(op, kind());
    }
  }

  private void set(@Nullable Object now) {
    Object before;
    busy.lock();
    try {
      busy.awaitWhole();
      before = store(now);
    } finally {
      busy.unlock();
    }
    unpin(before);
  }

  private @Nullable Object store(@Nullable Object now) {
    if (ended) {
      throw goneError();
    }
    pin(now);
    Object before = kept;
    kept = now;
    return before;
  }

  private void swap(@Nullable Object expected, @Nullable Object now, Call call) {
    Object before;
    busy.lock();
    try {
      busy.awaitWhole();
      boolean same = java.util.Objects.equals(kept, expected);
      call.answer(same);
      if (!same) {
        return;
      }
      before = store(now);
    } finally {
      busy.unlock();
    }
    unpin(before);
  }

  @SuppressWarnings("unchecked")
  private void update(Call call) throws Exception {
    UnaryOperator<@Nullable Object> function = (UnaryOperator<@Nullable Object>) call.function();
    Object before;
    busy.lock();
    try {
      busy.awaitWhole();
      Object old = kept;
      Object now = busy.withoutWhole(() -> call.keep(function.apply(call.value(old))));
      call.answer(now);
      before = store(now);
    } finally {
      busy.unlock();
    }
    unpin(before);
  }

  @Override
  void ended() {
    Object last;
    busy.lock();
    try {
      ended = true;
      last = kept;
      kept = null;
    } finally {
      busy.unlock();
    }
    unpin(last);
  }
}
