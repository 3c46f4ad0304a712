package org.jvmpool.worker.link;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jvmpool.JvmProcess;

/**
 * Waits for the first of several things: sockets and what is {@link Selected}, which a selector
 * watches, and what is {@link Waitable}, which wakes the selector. Nothing is polled; a wait takes
 * a selector and a watch each, and gives them back.
 */
public final class WaitAny {
  private WaitAny() {}

  /**
   * Those that are ready, in the order of the collection; empty when the limit passes.
   *
   * @param limit zero or less does not wait
   * @throws IllegalArgumentException when one of them is none that can be waited for
   */
  public static List<Object> within(Collection<?> things, Duration limit)
      throws IOException, InterruptedException {
    Objects.requireNonNull(things, "connectionsOrProcesses must not be null");
    long nanos = nanos(limit);
    List<Object> all = new ArrayList<>(things);
    List<SocketConnection> sockets = new ArrayList<>();
    List<Selected> selected = new ArrayList<>();
    List<Waitable> others = new ArrayList<>();
    List<Object> looks = new ArrayList<>(); // a SocketConnection, Selected or Waitable for each
    for (Object thing : all) {
      if (thing instanceof SocketConnection socket) {
        sockets.add(socket);
        looks.add(socket);
      } else if (thing instanceof Selected each) {
        selected.add(each);
        looks.add(each);
      } else {
        Waitable other = waitable(thing);
        others.add(other);
        looks.add(other);
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    List<Object> ready = ready(all, looks);
    if (!ready.isEmpty() || nanos <= 0) {
      return ready;
    }
    long end = System.nanoTime() + nanos;
    List<Waitable.Watch> watches = new ArrayList<>();
    List<Selected.Wait> waits = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (SocketConnection socket : sockets) {
        watches.add(socket.watch(selector));
      }
      for (Selected each : selected) {
        Selected.Wait wait = each.prepare(selector::wakeup);
        waits.add(wait);
        wait.channel().register(selector, SelectionKey.OP_READ);
      }
      for (Waitable other : others) {
        watches.add(other.watch(selector::wakeup));
      }
      while (true) {
        waits.forEach(Selected.Wait::arm);
        ready = ready(all, looks);
        long left = end - System.nanoTime();
        if (!ready.isEmpty() || left <= 0) {
          return ready;
        }
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        selector.selectedKeys().clear();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      watches.forEach(Waitable.Watch::close);
      waits.forEach(Selected.Wait::close);
    }
  }

  private static List<Object> ready(List<Object> all, List<Object> looks) throws IOException {
    List<Object> ready = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Object look = looks.get(i);
      boolean isReady =
          look instanceof SocketConnection socket
              ? socket.poll()
              : look instanceof Selected each ? each.isReady() : ((Waitable) look).isReady();
      if (isReady) {
        ready.add(all.get(i));
      }
    }
    return ready;
  }

  private static Waitable waitable(Object thing) {
    if (thing instanceof Waitable own) {
      return own;
    }
    if (thing instanceof JvmProcess process) {
      return EndOfProcess.of(process);
    }
    throw new IllegalArgumentException(
        "waitAny waits for connections and processes, but got "
            + (thing == null ? "null" : thing + " of " + thing.getClass()));
  }

  /** 100 years are for ever, and keep the clock from overflowing. */
  private static long nanos(Duration limit) {
    Objects.requireNonNull(limit, "limit must not be null");
    Duration most = Duration.ofDays(36_500);
    return (limit.compareTo(most) > 0 ? most : limit).isNegative()
        ? 0
        : (limit.compareTo(most) > 0 ? most : limit).toNanos();
  }

  /** A process is ready when it has ended. */
  private record EndOfProcess(JvmProcess process) implements Waitable {
    static EndOfProcess of(JvmProcess process) {
      try {
        process.onExit();
      } catch (IllegalStateException e) {
        throw new IllegalStateException(
            "waitAny cannot wait for " + process + ": " + e.getMessage(), e);
      }
      return new EndOfProcess(process);
    }

    @Override
    public boolean isReady() {
      return process.onExit().isDone();
    }

    @Override
    public Watch watch(Runnable wake) {
      var end = process.onExit();
      var unused = end.whenComplete((ended, failure) -> wake.run());
      return () -> end.cancel(false);
    }
  }
}
