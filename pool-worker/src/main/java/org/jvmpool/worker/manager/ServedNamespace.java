package org.jvmpool.worker.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Named values in the server. */
final class ServedNamespace extends Container {
  /** Guarded by its own monitor. */
  private final TreeMap<String, @Nullable Object> values = new TreeMap<>();

  private boolean ended;

  ServedNamespace(Objects objects) {
    super(Kind.NAMESPACE, objects);
  }

  @Override
  void call(Op op, Call call) {
    switch (op) {
      case NAMESPACE_GET -> get(call.text(), call);
      case NAMESPACE_SET -> set(call.text(), call.kept());
      case NAMESPACE_DELETE -> delete(call.text());
      case NAMESPACE_NAMES -> {
        synchronized (values) {
          call.answerValues(values.keySet());
        }
      }
      default -> throw cannot(op, kind());
    }
  }

  private void get(String name, Call call) {
    synchronized (values) {
      check(name);
      call.answer(values.get(name));
    }
  }

  private void set(String name, @Nullable Object kept) {
    Object before;
    synchronized (values) {
      if (ended) {
        throw goneError();
      }
      pin(kept);
      before = values.put(name, kept);
    }
    unpin(before);
  }

  private void delete(String name) {
    Object removed;
    synchronized (values) {
      check(name);
      removed = values.remove(name);
    }
    unpin(removed);
  }

  private void check(String name) {
    if (!values.containsKey(name)) {
      throw new NoSuchElementException(
          "the namespace has no value named \"" + name + "\", only " + values.keySet());
    }
  }

  @Override
  void ended() {
    List<@Nullable Object> all;
    synchronized (values) {
      ended = true;
      all = new ArrayList<>(values.values());
      values.clear();
    }
    unpinAll(all);
  }
}
