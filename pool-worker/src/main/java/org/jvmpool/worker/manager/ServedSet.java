package org.jvmpool.worker.manager;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** A set in the server, in the order in which elements came. Elements are objects, as keys are. */
final class ServedSet extends Served {
  /** Guarded by its own monitor. */
  private final Set<Object> elements = new LinkedHashSet<>();

  ServedSet() {
    super(Kind.SET);
  }

  @Override
  void call(Op op, Call call) {
    switch (op) {
      case SET_ADD, SET_REMOVE, SET_CONTAINS -> one(op, call.key(), call);
      case SET_ADD_ALL, SET_REMOVE_ALL, SET_RETAIN_ALL, SET_CONTAINS_ALL ->
          many(op, call.manyKeys(), call);
      case SET_SIZE, SET_CLEAR, SET_SNAPSHOT -> whole(op, call);
      default -> throw cannot(op, kind());
    }
  }

  private void one(Op op, Object element, Call call) {
    synchronized (elements) {
      call.answer(
          switch (op) {
            case SET_ADD -> elements.add(element);
            case SET_REMOVE -> elements.remove(element);
            default -> elements.contains(element);
          });
    }
  }

  private void many(Op op, Collection<Object> named, Call call) {
    Set<Object> others = new LinkedHashSet<>(named);
    synchronized (elements) {
      call.answer(
          switch (op) {
            case SET_ADD_ALL -> elements.addAll(others);
            case SET_REMOVE_ALL -> elements.removeAll(others);
            case SET_RETAIN_ALL -> elements.retainAll(others);
            default -> elements.containsAll(others);
          });
    }
  }

  private void whole(Op op, Call call) {
    synchronized (elements) {
      switch (op) {
        case SET_SIZE -> call.answer(elements.size());
        case SET_CLEAR -> elements.clear();
        default -> call.answerValues(elements);
      }
    }
  }
}
