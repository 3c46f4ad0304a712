package org.jvmpool.impl.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.launch.Ending;
import org.jvmpool.impl.launch.LaunchException;
import org.jvmpool.impl.launch.Launcher;
import org.jvmpool.impl.launch.Supplies;
import org.jvmpool.impl.launch.WorkerRecords;
import org.jvmpool.impl.settings.JvmSettings;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.WorkerMain;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.FunctionMessage;
import org.jvmpool.worker.wire.LogMessage;
import org.jvmpool.worker.wire.PrepareMessage;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * Spare JVMs: started, warm, and waiting to become processes. Safe for many threads.
 *
 * <p>They are started by a daemon thread, {@code jvmpool-spares}, which ends when there are enough:
 * when the stock is made, and when the task of a process that took one runs, so that its start does
 * not compete with its successor's. After three in a row that ended before they were ready no more
 * are started.
 */
final class Spares {
  private static final Log LOG = Logs.of(Spares.class);
  private static final int MOST_FAILURES = 3;
  private static final int MOST_EXPECTED = 8;

  private final int wanted;
  private final JvmSettings settings;
  private final @Nullable FunctionMessage preload;
  private final Supplies supplies;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final List<Spare> stock = new ArrayList<>(); // the oldest first
  private final List<byte[]> expected = new ArrayList<>(); // shapes of tasks, the latest last
  private @Nullable Thread starter;
  private int failures;
  private boolean closed;

  /**
   * @param supplies what their JVMs may ask for
   */
  Spares(int wanted, JvmSettings settings, @Nullable FunctionMessage preload, Supplies supplies) {
    this.wanted = wanted;
    this.settings = settings;
    this.preload = preload;
    this.supplies = supplies;
  }

  /** No spares at all. */
  static Spares none() {
    return new Spares(
        0,
        Processes.plainJvm(null),
        null,
        new Supplies("spare", ClassLoader.getSystemClassLoader(), Set::of));
  }

  /** One of them. */
  private final class Spare implements ProcessJvm.Holder {
    private @Nullable ProcessJvm jvm; // guarded by lock; null until it was launched
    private Object properties = ""; // of this JVM when it was launched; guarded by lock
    private boolean ready; // guarded by lock

    @Override
    public void ready() {
      lock.lock();
      try {
        ready = true;
        failures = 0;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void unready(Throwable why) {
      LOG.warn("a spare JVM cannot be used: its preload threw", why);
    }

    @Override
    public void logged(LogMessage record) {
      WorkerRecords.log(record, "spare", supplies.context());
    }

    @Override
    public byte @Nullable [] find(WantedMessage asked) {
      return supplies.find(asked);
    }

    @Override
    public void ended(Ending ending, @Nullable Throwable failure) {
      lost(this, ending.inWords());
    }
  }

  /**
   * Takes one that is what such a JVM would be if it were started now; the caller has it from now
   * on. That is so if nothing has changed since; else the commands are compared, which takes
   * milliseconds.
   *
   * @return null when there is none
   */
  @Nullable ProcessJvm take(JvmSettings wish) {
    if (wanted == 0 || !settings.isAs(wish)) {
      return null;
    }
    Object now = System.getProperties().clone();
    ProcessJvm same = take(spare -> spare.properties.equals(now));
    if (same != null || isEmpty()) {
      return same;
    }
    Launcher launcher = Launcher.create(wish, WorkerMain.class.getName());
    try {
      return take(spare -> spare.jvm != null && spare.jvm.isAsOf(launcher));
    } finally {
      launcher.close();
    }
  }

  private @Nullable ProcessJvm take(Predicate<Spare> fits) {
    lock.lock();
    try {
      Spare best = null;
      for (Spare spare : stock) {
        if (spare.jvm != null && fits.test(spare) && (best == null || spare.ready && !best.ready)) {
          best = spare;
        }
      }
      if (best == null) {
        return null;
      }
      stock.remove(best);
      return best.jvm;
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    lock.lock();
    try {
      return stock.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** A process of that task may come: spares that are started from now on know its class. */
  void expect(byte[] shape) {
    if (wanted == 0) {
      return;
    }
    lock.lock();
    try {
      expected.removeIf(known -> Arrays.equals(known, shape));
      expected.add(shape);
      if (expected.size() > MOST_EXPECTED) {
        expected.remove(0);
      }
    } finally {
      lock.unlock();
    }
  }

  private List<byte[]> expected() {
    lock.lock();
    try {
      return List.copyOf(expected);
    } finally {
      lock.unlock();
    }
  }

  /** Starts as many as are missing, in the background. */
  void restock() {
    lock.lock();
    try {
      if (starter == null && isShort()) {
        Thread fresh = new Thread(null, this::fill, "jvmpool-spares", 0, false);
        fresh.setDaemon(true);
        fresh.start();
        starter = fresh;
      }
    } catch (OutOfMemoryError e) {
      // No thread is to be had: processes start cold.
    } finally {
      lock.unlock();
    }
  }

  private boolean isShort() {
    return !closed && failures < MOST_FAILURES && stock.size() < wanted;
  }

  private void fill() {
    while (true) {
      Spare spare = new Spare();
      lock.lock();
      try {
        if (!isShort()) {
          starter = null;
          return;
        }
        stock.add(spare);
      } finally {
        lock.unlock();
      }
      launch(spare);
    }
  }

  private void launch(Spare spare) {
    try {
      Object properties = System.getProperties().clone();
      Launcher launcher = Launcher.create(settings, WorkerMain.class.getName());
      retireWhatIsNotAsOf(launcher);
      ProcessJvm jvm = ProcessJvm.launch(launcher, spare);
      PrepareMessage message = new PrepareMessage(Logs.isProvided(), expected(), preload);
      jvm.send(FrameType.PREPARE, 0, message::write);
      boolean unwanted;
      lock.lock();
      try {
        spare.jvm = jvm;
        spare.properties = properties;
        unwanted = closed;
      } finally {
        lock.unlock();
      }
      if (unwanted) {
        jvm.kill();
      }
    } catch (LaunchException | RuntimeException | Error e) {
      LOG.warn("a spare JVM cannot be started", e);
      lost(spare, String.valueOf(e.getMessage()));
    }
  }

  /** The environment or the properties of this JVM have changed: the old ones fit nobody. */
  private void retireWhatIsNotAsOf(Launcher launcher) {
    List<ProcessJvm> outdated = new ArrayList<>();
    lock.lock();
    try {
      for (Iterator<Spare> all = stock.iterator(); all.hasNext(); ) {
        ProcessJvm jvm = all.next().jvm;
        if (jvm != null && !jvm.isAsOf(launcher)) {
          outdated.add(jvm);
          all.remove();
        }
      }
    } finally {
      lock.unlock();
    }
    outdated.forEach(ProcessJvm::kill);
  }

  /** A spare has ended, or was never there. One that was taken or retired is none any more. */
  private void lost(Spare spare, String inWords) {
    lock.lock();
    try {
      if (!stock.remove(spare) || closed) {
        return;
      }
      if (!spare.ready && ++failures == MOST_FAILURES) {
        LOG.warn(
            "{} spare JVMs in a row ended before they were ready, the last with {}; no more are"
                + " started, and processes start cold",
            failures,
            inWords);
      }
    } finally {
      lock.unlock();
    }
    restock();
  }

  /** Ends them; no more are started. */
  void close() {
    List<ProcessJvm> left = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      for (Spare spare : stock) {
        if (spare.jvm != null) {
          left.add(spare.jvm);
        }
      }
      stock.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(ProcessJvm::kill);
  }

  /** How many are ready. For tests. */
  int ready() {
    lock.lock();
    try {
      return (int) stock.stream().filter(spare -> spare.ready).count();
    } finally {
      lock.unlock();
    }
  }
}
