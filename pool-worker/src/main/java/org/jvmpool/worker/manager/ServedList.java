package org.jvmpool.worker.manager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A list in the server. Elements are kept, and may be null. */
final class ServedList extends Container {
  private final Busy busy = new Busy();
  private final boolean fixed;

  // Guarded by busy.
  private final List<@Nullable Object> elements = new ArrayList<>();
  private boolean ended;

  /** How often it was changed. */
  private long version;

  /**
   * @param fixed whether its size never changes: an array
   */
  ServedList(boolean fixed, Collection<? extends @Nullable Object> initial, Objects objects) {
    super(fixed ? Kind.ARRAY : Kind.LIST, objects);
    this.fixed = fixed;
    pinAll(initial);
    elements.addAll(initial);
  }

  @Override
  void call(Op op, Call call) throws Exception {
    switch (op) {
      case LIST_GET -> get(call);
      case LIST_SIZE, LIST_SNAPSHOT -> look(op, call);
      case LIST_CONTAINS, LIST_INDEX_OF, LIST_LAST_INDEX_OF -> find(op, call.kept(), call);
      case LIST_CONTAINS_ALL -> containsAll(call.manyKept(), call);
      case LIST_SET -> set(call.number(), call.kept(), call);
      case LIST_ADD -> insert(-1, java.util.Collections.singletonList(call.kept()), call);
      case LIST_INSERT ->
          insert(call.number(), java.util.Collections.singletonList(call.kept()), call);
      case LIST_ADD_ALL -> insert(-1, call.manyKept(), call);
      case LIST_INSERT_ALL -> insert(call.number(), call.manyKept(), call);
      case LIST_REMOVE_AT -> removeAt(call.number(), call);
      case LIST_REMOVE -> remove(-1, call.kept(), call);
      case LIST_REMOVE_EXACT -> remove(call.number(), call.kept(), call);
      case LIST_REMOVE_RANGE -> removeRange(call.number(), call.number());
      case LIST_CLEAR -> removeWhere(kept -> true);
      case LIST_REMOVE_ALL, LIST_RETAIN_ALL -> removeAll(op, call.manyKept(), call);
      case LIST_SWAP -> swap(call.longNumber(), call.manyKept(), call);
      case LIST_REPLACE_ALL, LIST_REMOVE_IF, LIST_SORT -> run(op, call.function(), call);
      default -> throw cannot(op, kind());
    }
  }

  // ---- looking

  private void get(Call call) {
    int index = call.number();
    busy.lock();
    try {
      call.answer(elements.get(java.util.Objects.checkIndex(index, elements.size())));
    } finally {
      busy.unlock();
    }
  }

  private void look(Op op, Call call) {
    busy.lock();
    try {
      if (op == Op.LIST_SIZE) {
        call.answer(elements.size());
      } else {
        call.answer(version);
        call.answerMany(elements);
      }
    } finally {
      busy.unlock();
    }
  }

  private void find(Op op, @Nullable Object wanted, Call call) {
    busy.lock();
    try {
      int index =
          op == Op.LIST_LAST_INDEX_OF ? lastIndexOf(wanted, call) : indexOf(wanted, 0, call);
      call.answer(op == Op.LIST_CONTAINS ? (Object) (index >= 0) : (Object) index);
    } finally {
      busy.unlock();
    }
  }

  private int indexOf(@Nullable Object wanted, int from, Call call) {
    for (int i = from; i < elements.size(); i++) {
      if (call.equal(elements.get(i), wanted)) {
        return i;
      }
    }
    return -1;
  }

  private int lastIndexOf(@Nullable Object wanted, Call call) {
    for (int i = elements.size() - 1; i >= 0; i--) {
      if (call.equal(elements.get(i), wanted)) {
        return i;
      }
    }
    return -1;
  }

  private void containsAll(Collection<?> wanted, Call call) {
    busy.lock();
    try {
      call.answer(wanted.stream().allMatch(each -> indexOf(each, 0, call) >= 0));
    } finally {
      busy.unlock();
    }
  }

  // ---- changing

  /** With the lock: the list is about to change. */
  private void beforeChange() {
    busy.awaitWhole();
    if (ended) {
      throw goneError();
    }
  }

  private void beforeResize() {
    if (fixed) {
      throw new UnsupportedOperationException("the size of an array is fixed");
    }
    beforeChange();
    version++;
  }

  private void set(int index, @Nullable Object kept, Call call) {
    Object before;
    busy.lock();
    try {
      beforeChange();
      java.util.Objects.checkIndex(index, elements.size());
      pin(kept);
      before = elements.set(index, kept);
      version++;
      call.answer(before);
    } finally {
      busy.unlock();
    }
    unpin(before);
  }

  private void insert(int index, List<? extends @Nullable Object> kept, Call call) {
    busy.lock();
    try {
      beforeResize();
      int at = index < 0 ? elements.size() : index;
      if (at > elements.size()) {
        throw new IndexOutOfBoundsException(
            "index " + index + " is beyond the list's size " + elements.size());
      }
      pinAll(kept);
      elements.addAll(at, kept);
      call.answer(!kept.isEmpty());
    } finally {
      busy.unlock();
    }
  }

  private void removeAt(int index, Call call) {
    Object removed;
    busy.lock();
    try {
      beforeResize();
      removed = elements.remove(java.util.Objects.checkIndex(index, elements.size()));
      call.answer(removed);
    } finally {
      busy.unlock();
    }
    unpin(removed);
  }

  /** Removes the first that is equal; the one at the index, if it is not negative and fits. */
  private void remove(int index, @Nullable Object wanted, Call call) {
    Object removed;
    busy.lock();
    try {
      beforeResize();
      boolean fits =
          index >= 0
              && index < elements.size()
              && java.util.Objects.equals(elements.get(index), wanted);
      int at = fits ? index : indexOf(wanted, 0, call);
      call.answer(at >= 0);
      if (at < 0) {
        return;
      }
      removed = elements.remove(at);
    } finally {
      busy.unlock();
    }
    unpin(removed);
  }

  private void removeRange(int from, int to) {
    List<@Nullable Object> removed;
    busy.lock();
    try {
      beforeResize();
      List<@Nullable Object> range =
          elements.subList(Math.min(from, elements.size()), Math.min(to, elements.size()));
      removed = new ArrayList<>(range);
      range.clear();
    } finally {
      busy.unlock();
    }
    unpinAll(removed);
  }

  private void removeAll(Op op, List<? extends @Nullable Object> named, Call call) {
    boolean removes = op == Op.LIST_REMOVE_ALL;
    call.answer(
        removeWhere(kept -> named.stream().anyMatch(each -> call.equal(kept, each)) == removes));
  }

  private boolean removeWhere(Predicate<@Nullable Object> goes) {
    List<@Nullable Object> removed = new ArrayList<>();
    busy.lock();
    try {
      beforeResize();
      elements.removeIf(
          kept -> {
            boolean yes = goes.test(kept);
            if (yes) {
              removed.add(kept);
            }
            return yes;
          });
    } finally {
      busy.unlock();
    }
    unpinAll(removed);
    return !removed.isEmpty();
  }

  /** Replaces all elements, if nothing has changed since that version. */
  private void swap(long expected, List<? extends @Nullable Object> now, Call call) {
    List<@Nullable Object> before;
    busy.lock();
    try {
      beforeChange();
      call.answer(version == expected);
      if (version != expected) {
        return;
      }
      before = replace(now);
    } finally {
      busy.unlock();
    }
    unpinAll(before);
  }

  private List<@Nullable Object> replace(List<? extends @Nullable Object> now) {
    if (fixed && now.size() != elements.size()) {
      throw new UnsupportedOperationException("the size of an array is fixed");
    }
    List<@Nullable Object> before = new ArrayList<>(elements);
    pinAll(now);
    elements.clear();
    elements.addAll(now);
    version++;
    return before;
  }

  // ---- functions

  @SuppressWarnings("unchecked")
  private void run(Op op, Object function, Call call) throws Exception {
    if (fixed && op == Op.LIST_REMOVE_IF) {
      throw new UnsupportedOperationException("the size of an array is fixed");
    }
    List<@Nullable Object> before;
    busy.lock();
    try {
      beforeChange();
      // Reads go on meanwhile, and changes wait.
      List<@Nullable Object> now =
          busy.withoutWhole(
              () ->
                  switch (op) {
                    case LIST_SORT -> sorted((Comparator<@Nullable Object>) function, call);
                    case LIST_REMOVE_IF -> without((Predicate<@Nullable Object>) function, call);
                    default -> mapped((UnaryOperator<@Nullable Object>) function, call);
                  });
      call.answer(now.size() != elements.size());
      if (ended) {
        throw goneError();
      }
      before = replace(now);
    } finally {
      busy.unlock();
    }
    unpinAll(before);
  }

  private List<@Nullable Object> mapped(UnaryOperator<@Nullable Object> function, Call call) {
    List<@Nullable Object> now = new ArrayList<>(elements.size());
    for (Object kept : elements) {
      now.add(call.keep(function.apply(call.value(kept))));
    }
    return now;
  }

  private List<@Nullable Object> without(Predicate<@Nullable Object> goes, Call call) {
    List<@Nullable Object> now = new ArrayList<>();
    for (Object kept : elements) {
      if (!goes.test(call.value(kept))) {
        now.add(kept);
      }
    }
    return now;
  }

  private List<@Nullable Object> sorted(Comparator<@Nullable Object> order, Call call) {
    record Element(@Nullable Object kept, @Nullable Object value) {}
    List<Element> all = new ArrayList<>(elements.size());
    for (Object kept : elements) {
      all.add(new Element(kept, call.value(kept)));
    }
    all.sort((one, other) -> order.compare(one.value(), other.value()));
    List<@Nullable Object> now = new ArrayList<>(all.size());
    for (Element element : all) {
      now.add(element.kept());
    }
    return now;
  }

  @Override
  void ended() {
    List<@Nullable Object> all;
    busy.lock();
    try {
      ended = true;
      all = new ArrayList<>(elements);
      elements.clear();
    } finally {
      busy.unlock();
    }
    unpinAll(all);
  }
}
