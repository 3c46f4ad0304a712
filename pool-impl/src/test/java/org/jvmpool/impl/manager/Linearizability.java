package org.jvmpool.impl.manager;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a history of calls of one register can be explained by some order of them in which each
 * takes effect at one moment between its begin and its end: the search of Wing and Gong, with the
 * memory of Lowe. A call whose client was killed has no end: it took effect at any later moment, or
 * never.
 *
 * <p>It tries each call that may come first, that is, began before every other that is left has
 * ended, and goes on with the rest; a set of calls done with a value reached is not tried twice.
 * The cost grows with the number of calls that overlap and not with the length of the history.
 */
final class Linearizability {
  /** What was asked of the register: its value is a number, or null for none. */
  enum Kind {
    GET,
    PUT,
    REMOVE,
    /** Adds one; without a value it becomes one. Returns the new value. */
    INCREMENT
  }

  /**
   * One call.
   *
   * @param begin a moment before it, on a clock that all processes share
   * @param end a moment after it; Long.MAX_VALUE if it did not return
   * @param argument of a put
   * @param result what it returned: of a put and a remove what was there before
   */
  record Event(
      Kind kind, long begin, long end, @Nullable Integer argument, @Nullable Integer result)
      implements Serializable {
    boolean returned() {
      return end != Long.MAX_VALUE;
    }
  }

  private record Reached(java.util.BitSet done, @Nullable Integer value) {}

  private final List<Event> events;
  private final Set<Reached> tried = new HashSet<>();

  private Linearizability(List<Event> events) {
    this.events = events;
  }

  /** Whether some order explains it; the register has no value at first. */
  static boolean explains(List<Event> history) {
    List<Event> sorted = new ArrayList<>(history);
    sorted.sort(java.util.Comparator.comparingLong(Event::begin));
    return new Linearizability(sorted).search();
  }

  private boolean search() {
    java.util.ArrayDeque<Reached> open = new java.util.ArrayDeque<>();
    open.push(new Reached(new java.util.BitSet(), null));
    while (!open.isEmpty()) {
      Reached state = open.pop();
      long firstEnd = Long.MAX_VALUE;
      boolean anyLeft = false;
      for (int i = state.done().nextClearBit(0);
          i < events.size();
          i = state.done().nextClearBit(i + 1)) {
        anyLeft |= events.get(i).returned();
        firstEnd = Math.min(firstEnd, events.get(i).end());
      }
      if (!anyLeft) {
        return true;
      }
      for (int i = state.done().nextClearBit(0);
          i < events.size();
          i = state.done().nextClearBit(i + 1)) {
        Event event = events.get(i);
        if (event.begin() > firstEnd) {
          break; // it, and all that began later, come after the one that ended first
        }
        Integer value = state.value();
        Integer result =
            event.kind() == Kind.INCREMENT ? Integer.valueOf(value == null ? 1 : value + 1) : value;
        if (event.returned() && !Objects.equals(result, event.result())) {
          continue;
        }
        Integer now =
            switch (event.kind()) {
              case GET -> value;
              case PUT -> event.argument();
              case REMOVE -> null;
              case INCREMENT -> result;
            };
        java.util.BitSet done = (java.util.BitSet) state.done().clone();
        done.set(i);
        Reached next = new Reached(done, now);
        if (tried.add(next)) {
          open.push(next);
        }
      }
    }
    return false;
  }
}
