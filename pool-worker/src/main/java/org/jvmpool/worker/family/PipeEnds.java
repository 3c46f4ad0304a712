package org.jvmpool.worker.family;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who holds which end of which pipe: processes, and tickets, that is ends on their way to a
 * process. When neither is left, the end is closed. Of the coordinator's thread.
 *
 * <p>An end is known by two words: the one by which it tells what it has written, and the one by
 * which it tells what it has read; one of them is 0 when it does not do that.
 */
final class PipeEnds {
  /** In both words of an end: nobody holds it any more. */
  static final long GONE = 1L << 62;

  /** Told when nobody holds an end any more. */
  @FunctionalInterface
  interface Closer {
    void close(long first, long second);
  }

  private record End(long first, long second) {}

  private static final class Holders {
    final Map<Integer, Integer> processes = new HashMap<>();
    final Set<Long> tickets = new HashSet<>();

    boolean isEmpty() {
      return processes.isEmpty() && tickets.isEmpty();
    }
  }

  private final Map<End, Holders> held = new HashMap<>();
  private final Closer closer;

  PipeEnds(Closer closer) {
    this.closer = closer;
  }

  void departs(long ticket, long first, long second) {
    holders(first, second).tickets.add(ticket);
  }

  /** A process has the end, one more time than before; a ticket has arrived with it. */
  void holds(int process, long ticket, long first, long second) {
    Holders holders = holders(first, second);
    holders.processes.merge(process, 1, Integer::sum);
    holders.tickets.remove(ticket);
  }

  /** A ticket will not arrive; if it has, nothing happens. */
  void lost(long ticket, long first, long second) {
    End end = new End(first, second);
    Holders holders = held.get(end);
    if (holders != null && holders.tickets.remove(ticket)) {
      closeIfEmpty(end, holders);
    }
  }

  void releases(int process, long first, long second) {
    End end = new End(first, second);
    Holders holders = held.get(end);
    if (holders != null) {
      holders.processes.computeIfPresent(process, (p, times) -> times > 1 ? times - 1 : null);
      closeIfEmpty(end, holders);
    }
  }

  void ended(int process) {
    for (Map.Entry<End, Holders> each : Map.copyOf(held).entrySet()) {
      if (each.getValue().processes.remove(process) != null) {
        closeIfEmpty(each.getKey(), each.getValue());
      }
    }
  }

  private Holders holders(long first, long second) {
    return held.computeIfAbsent(new End(first, second), end -> new Holders());
  }

  private void closeIfEmpty(End end, Holders holders) {
    if (holders.isEmpty()) {
      held.remove(end);
      closer.close(end.first, end.second);
    }
  }
}
