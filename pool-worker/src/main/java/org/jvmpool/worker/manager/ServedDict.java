package org.jvmpool.worker.manager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map in the server, in the order in which keys came. Keys are objects, values are kept. */
final class ServedDict extends Container {
  private final Busy busy = new Busy();

  // Guarded by busy.
  private final Map<Object, Object> entries = new LinkedHashMap<>();
  private boolean ended;

  ServedDict(Objects objects) {
    super(Kind.DICT, objects);
  }

  @Override
  void call(Op op, Call call) throws Exception {
    switch (op) {
      case DICT_GET, DICT_CONTAINS_KEY -> look(op, call.key(), call);
      case DICT_PUT, DICT_PUT_IF_ABSENT, DICT_REPLACE -> put(op, call.key(), call.kept(), call);
      case DICT_PUT_ALL -> putAll(call);
      case DICT_REMOVE -> put(op, call.key(), null, call);
      case DICT_REMOVE_ENTRY -> swap(call.key(), call.kept(), null, false, call);
      case DICT_REPLACE_ENTRY -> swap(call.key(), call.kept(), call.kept(), false, call);
      case DICT_SWAP -> swap(call.key(), call.kept(), call.kept(), true, call);
      case DICT_REMOVE_KEYS, DICT_RETAIN_KEYS -> removeKeys(op, call.manyKeys(), call);
      case DICT_CLEAR -> clear(call);
      case DICT_CONTAINS_VALUE -> containsValue(call.kept(), call);
      case DICT_SIZE -> size(call);
      case DICT_KEYS, DICT_SNAPSHOT -> snapshot(op, call);
      case DICT_COMPUTE, DICT_COMPUTE_IF_ABSENT, DICT_COMPUTE_IF_PRESENT, DICT_MERGE ->
          compute(op, call);
      case DICT_REPLACE_ALL -> replaceAll(call);
      default -> throw cannot(op, kind());
    }
  }

  private void look(Op op, Object key, Call call) {
    busy.lock();
    try {
      Object kept = entries.get(key);
      call.answer(op == Op.DICT_GET ? kept : (Object) (kept != null));
    } finally {
      busy.unlock();
    }
  }

  /** Puts a value, or removes the key if there is none; answers what was there. */
  private void put(Op op, Object key, @Nullable Object kept, Call call) {
    Object before;
    busy.lock();
    try {
      busy.awaitKey(key);
      before = entries.get(key);
      call.answer(before);
      boolean changes =
          switch (op) {
            case DICT_PUT_IF_ABSENT -> before == null;
            case DICT_REPLACE -> before != null;
            default -> true;
          };
      if (!changes) {
        return;
      }
      store(key, kept);
    } finally {
      busy.unlock();
    }
    unpin(before);
  }

  /** With the lock, after the key was looked up. What was there stays pinned. */
  private void store(Object key, @Nullable Object kept) {
    if (ended) {
      throw goneError();
    }
    if (kept == null) {
      entries.remove(key);
    } else {
      pin(kept);
      entries.put(key, kept);
    }
  }

  private void putAll(Call call) {
    int count = call.count() / 2;
    Map<Object, Object> all = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Object key = call.key();
      all.put(key, java.util.Objects.requireNonNull(call.kept(), "a value must not be null"));
    }
    fill(all);
  }

  /**
   * Puts all; nothing if one refers to what has ended, and those before it if a key cannot be
   * compared.
   */
  void fill(Map<Object, Object> all) {
    List<@Nullable Object> pinned = new ArrayList<>(); // and not, or not any more, in it
    busy.lock();
    try {
      busy.awaitWhole();
      if (ended) {
        throw goneError();
      }
      pinAll(all.values());
      pinned.addAll(all.values());
      int done = 0;
      for (Map.Entry<Object, Object> entry : all.entrySet()) {
        // May throw what the equals of a key throws.
        pinned.set(done, entries.put(entry.getKey(), entry.getValue()));
        done++;
      }
    } finally {
      busy.unlock();
      unpinAll(pinned);
    }
  }

  /**
   * Replaces a value that is as expected.
   *
   * @param exact whether the bytes must be the same, and not only the values equal
   */
  private void swap(
      Object key, @Nullable Object expected, @Nullable Object kept, boolean exact, Call call) {
    Object before;
    busy.lock();
    try {
      busy.awaitKey(key);
      before = entries.get(key);
      boolean same =
          exact
              ? java.util.Objects.equals(before, expected)
              : before != null && call.equal(before, expected);
      call.answer(same);
      if (!same) {
        return;
      }
      store(key, kept);
    } finally {
      busy.unlock();
    }
    unpin(before);
  }

  private void removeKeys(Op op, Collection<Object> keys, Call call) {
    HashSet<Object> named = new HashSet<>(keys);
    List<Object> removed = new ArrayList<>();
    busy.lock();
    try {
      busy.awaitWhole();
      entries
          .entrySet()
          .removeIf(
              entry -> {
                boolean goes = named.contains(entry.getKey()) == (op == Op.DICT_REMOVE_KEYS);
                if (goes) {
                  removed.add(entry.getValue());
                }
                return goes;
              });
    } finally {
      busy.unlock();
    }
    call.answer(!removed.isEmpty());
    unpinAll(removed);
  }

  private void clear(Call call) {
    List<Object> removed;
    busy.lock();
    try {
      busy.awaitWhole();
      removed = new ArrayList<>(entries.values());
      entries.clear();
    } finally {
      busy.unlock();
    }
    unpinAll(removed);
  }

  private void containsValue(@Nullable Object wanted, Call call) {
    busy.lock();
    try {
      call.answer(entries.values().stream().anyMatch(kept -> call.equal(kept, wanted)));
    } finally {
      busy.unlock();
    }
  }

  private void size(Call call) {
    busy.lock();
    try {
      call.answer(entries.size());
    } finally {
      busy.unlock();
    }
  }

  private void snapshot(Op op, Call call) {
    busy.lock();
    try {
      call.answerValues(entries.keySet());
      if (op == Op.DICT_SNAPSHOT) {
        call.answerMany(entries.values());
      }
    } finally {
      busy.unlock();
    }
  }

  // ---- functions

  private void compute(Op op, Call call) throws Exception {
    Object key = call.key();
    Object given = op == Op.DICT_MERGE ? call.kept() : null;
    Object function = call.function();
    Object before;
    busy.lock();
    try {
      busy.awaitKey(key);
      before = entries.get(key);
      Object old = before;
      boolean runs =
          switch (op) {
            case DICT_COMPUTE_IF_ABSENT -> before == null;
            case DICT_COMPUTE_IF_PRESENT, DICT_MERGE -> before != null;
            default -> true;
          };
      Object now =
          runs
              ? busy.without(key, () -> call.keep(apply(op, function, key, old, given, call)))
              : op == Op.DICT_MERGE ? given : before;
      boolean changes = runs ? now != null || before != null : op == Op.DICT_MERGE;
      call.answer(now);
      if (!changes) {
        return;
      }
      store(key, now);
    } finally {
      busy.unlock();
    }
    unpin(before);
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object apply(
      Op op,
      Object function,
      Object key,
      @Nullable Object before,
      @Nullable Object given,
      Call call) {
    // A function that changes its key must not change ours.
    Object copy = java.util.Objects.requireNonNull(call.value(call.keep(key)));
    return switch (op) {
      case DICT_COMPUTE_IF_ABSENT -> ((Function<Object, Object>) function).apply(copy);
      case DICT_MERGE ->
          ((BiFunction<Object, Object, Object>) function)
              .apply(call.value(before), call.value(given));
      default -> ((BiFunction<Object, Object, Object>) function).apply(copy, call.value(before));
    };
  }

  @SuppressWarnings("unchecked")
  private void replaceAll(Call call) throws Exception {
    BiFunction<Object, Object, Object> function =
        (BiFunction<Object, Object, Object>) call.function();
    List<Object> before;
    busy.lock();
    try {
      busy.awaitWhole();
      // Reads go on meanwhile, and changes wait.
      Map<Object, Object> now = new LinkedHashMap<>();
      busy.withoutWhole(
          () -> {
            entries.forEach(
                (key, kept) ->
                    now.put(
                        key,
                        java.util.Objects.requireNonNull(
                            call.keep(function.apply(call.value(call.keep(key)), call.value(kept))),
                            "a function of replaceAll must not return null")));
            return null;
          });
      if (ended) {
        throw goneError();
      }
      before = new ArrayList<>(entries.values());
      pinAll(now.values());
      entries.putAll(now);
    } finally {
      busy.unlock();
    }
    unpinAll(before);
  }

  @Override
  void ended() {
    List<Object> all;
    busy.lock();
    try {
      ended = true;
      all = new ArrayList<>(entries.values());
      entries.clear();
    } finally {
      busy.unlock();
    }
    unpinAll(all);
  }
}
