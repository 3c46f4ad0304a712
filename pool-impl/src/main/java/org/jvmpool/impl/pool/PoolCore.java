package org.jvmpool.impl.pool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.PoolStats;
import org.jvmpool.WorkerInfo;
import org.jvmpool.WorkerOutput;
import org.jvmpool.impl.brain.Action;
import org.jvmpool.impl.brain.Brain;
import org.jvmpool.impl.brain.Brain.Lifecycle;
import org.jvmpool.impl.brain.BrainSettings;
import org.jvmpool.impl.brain.Claims;
import org.jvmpool.impl.brain.Ticket;
import org.jvmpool.impl.brain.Worker;
import org.jvmpool.impl.settings.PoolSettings;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.wire.Frame;

/**
 * The pool's middle: tells the {@link Brain} what happens, under one lock, and has the {@link
 * Performer} carry out what it decides, after the lock is left.
 *
 * <p>Its threads: a {@link Keeper} for what is due at a time, a callback thread and an output
 * thread when they are needed. All end when the pool has ended.
 */
final class PoolCore {
  private static final Log LOG = Logs.of(PoolCore.class);

  private static final long MEMORY_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Starts workers of one kind. */
  interface WorkerStarter {
    /**
     * Attaches a {@link WorkerPort} to the worker and returns at once; what becomes of it is told
     * by events.
     */
    void start(PoolCore core, Worker worker);

    /** The pool has ended: gives back what workers shared. */
    void close();
  }

  private final PoolSettings settings;
  private final WorkerStarter starter;
  private final FunctionTable functions;
  private final Messages messages;
  private final SerialThread callbackThread;
  private final SerialThread outputThread;
  private final Performer performer;
  private final Keeper keeper;
  private final Broadcasts broadcasts = new Broadcasts(this);
  private final AtomicLong taskIds = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final Brain brain;
  private final Admission admission;

  private final CountDownLatch ended = new CountDownLatch(1);

  /** Results wait behind lines that are still to be printed, and callbacks behind results. */
  private final Runnable afterOutput;

  PoolCore(
      PoolSettings settings,
      BrainSettings brainSettings,
      FunctionTable functions,
      WorkerStarter starter) {
    this.settings = settings;
    this.functions = functions;
    this.starter = starter;
    this.brain = new Brain(brainSettings);
    this.messages = new Messages(settings.name());
    this.admission = new Admission(settings, brain, messages, lock.newCondition());
    this.callbackThread = new SerialThread(threadName("callback"), 0);
    this.outputThread = new SerialThread(threadName("output"), 10_000);
    Runnable nothing = () -> {};
    this.afterOutput = () -> callbackThread.finish(nothing);
    this.performer = new Performer(this, starter, messages, this::end);
    this.keeper = new Keeper(this, threadName("keeper"));
  }

  /** Starts the pool's keeper and its workers; called once. */
  void open() {
    keeper.start();
    event((now, out) -> brain.open(now, out));
  }

  String name() {
    return settings.name();
  }

  PoolSettings settings() {
    return settings;
  }

  FunctionTable functions() {
    return functions;
  }

  Broadcasts broadcasts() {
    return broadcasts;
  }

  SerialThread callbackThread() {
    return callbackThread;
  }

  SerialThread outputThread() {
    return outputThread;
  }

  String threadName(String role) {
    return "jvmpool-" + settings.name() + "-" + role;
  }

  long nextTaskId() {
    return taskIds.incrementAndGet();
  }

  // ---- from users

  /**
   * Takes a task in. Blocks while too many wait, unless the callback thread asks.
   *
   * @throws RejectedExecutionException when the pool takes no more tasks, or when the caller is
   *     interrupted while it waits
   */
  void submit(PoolTask task) {
    List<Action> out = new ArrayList<>(2);
    Throwable failure = null;
    lock.lock();
    try {
      if (!callbackThread.isCurrent()) {
        admission.awaitRoom();
      }
      admission.check();
      long now = System.nanoTime();
      task.submittedAt = now;
      try {
        brain.submit(task, now, out);
      } catch (RuntimeException | Error e) {
        if (task.state() == Ticket.State.NEW) {
          throw e; // nothing was decided
        }
        failure = e;
      }
      performer.announce();
      keeper.wakeBy(brain.newlyDue(), now);
    } finally {
      lock.unlock();
    }
    performer.perform(out);
    if (failure != null) {
      collapse(failure);
    }
  }

  /**
   * For who is about to make tasks.
   *
   * @throws RejectedExecutionException when the pool takes none
   */
  void checkAccepting() {
    ask(
        () -> {
          admission.check();
          return true;
        });
  }

  /**
   * @return whether the task is over by this call
   */
  boolean cancel(PoolTask task, boolean mayKill) {
    boolean[] cancelled = new boolean[1];
    event((now, out) -> cancelled[0] = brain.cancel(task, mayKill, now, out));
    return cancelled[0];
  }

  void cancelAll(List<PoolTask> tasks, boolean mayKill) {
    // From the last to the first: a worker that is killed for one must not be sent the next.
    for (int i = tasks.size() - 1; i >= 0; i--) {
      cancel(tasks.get(i), mayKill);
    }
  }

  /** Whether all of these wait still, here or in a pipe. */
  boolean noneStarted(List<PoolTask> tasks) {
    return ask(() -> tasks.stream().noneMatch(brain::isStarted));
  }

  /** How far ahead of its reader an imap may submit chunks. */
  int lookAhead() {
    return ask(() -> brain.lookAhead());
  }

  void shutdown() {
    event(brain::shutdown);
  }

  void terminate() {
    event(brain::terminate);
  }

  /**
   * Why the pool takes no more, if that is a failure: it was terminated or broke down; else null.
   */
  @Nullable RuntimeException untimelyEnd() {
    return ask(() -> admission.untimelyEnd());
  }

  void resize(int workers) {
    event((now, out) -> brain.resize(workers, now, out));
  }

  /**
   * @return how many workers the pool is to have
   */
  int target() {
    return ask(() -> brain.target());
  }

  PoolStats stats() {
    return ask(() -> brain.stats());
  }

  boolean isOpen() {
    return lifecycle() == Lifecycle.OPEN;
  }

  Lifecycle lifecycle() {
    return ask(() -> brain.lifecycle());
  }

  List<WorkerInfo> workers() {
    List<WorkerInfo> infos = new ArrayList<>();
    lock.lock();
    try {
      for (Worker worker : brain.presentWorkers()) {
        if (worker.attachment() instanceof WorkerPort port) {
          infos.add(port.info(worker));
        }
      }
    } finally {
      lock.unlock();
    }
    return infos;
  }

  /**
   * Waits until all workers have ended and all callbacks have run.
   *
   * @param nanos how long at most
   * @return whether they have
   */
  boolean awaitEnd(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    if (!ended.await(nanos, TimeUnit.NANOSECONDS)) {
      return false;
    }
    if (outputThread.isCurrent()) {
      return true; // the rest ends after what runs here
    }
    return outputThread.awaitEnd(Math.max(1, deadline - System.nanoTime()))
        && callbackThread.awaitEnd(Math.max(1, deadline - System.nanoTime()));
  }

  /** A function's tasks are over. */
  void forget(FunctionRef function) {
    if (FunctionTable.isTemporary(function)) {
      function.inFlight().giveUp();
      ports().values().forEach(port -> port.forget(function.number()));
    }
  }

  /** A broadcast was closed. */
  void release(byte[] key) {
    ports().values().forEach(port -> port.release(key));
  }

  /** Those that were started and have not ended. */
  private Map<Worker, WorkerPort> ports() {
    Map<Worker, WorkerPort> ports = new LinkedHashMap<>();
    lock.lock();
    try {
      for (Worker worker : brain.workers()) {
        if (worker.attachment() instanceof WorkerPort port) {
          ports.put(worker, port);
        }
      }
    } finally {
      lock.unlock();
    }
    return ports;
  }

  // ---- from workers

  void ready(Worker worker, Claims claims) {
    if (Recorder.isOn()) {
      Recorder.worker(name(), worker, "READY", null);
    }
    event((now, out) -> brain.ready(worker, claims, now, out));
  }

  /**
   * A worker has answered tasks, in this order.
   *
   * @param after run the completion of results through this thread, behind what was printed; null
   *     to complete them here
   */
  void answered(Worker worker, List<Frame> answers, @Nullable SerialThread after) {
    List<Action> out = new ArrayList<>(answers.size() + 2);
    Performer.Answered answered = new Performer.Answered(answers, after);
    Throwable failure = null;
    lock.lock();
    try {
      long now = System.nanoTime();
      for (int i = 0; i < answered.size(); i++) {
        failure = answered(worker, answered, i, failure, now, out);
      }
      changed(now);
    } finally {
      lock.unlock();
    }
    performer.perform(out, answered);
    if (failure != null) {
      collapse(failure);
    }
  }

  /** Tells one answer. What has come in counts, also when the brain fails, or has failed. */
  private @Nullable Throwable answered(
      Worker worker,
      Performer.Answered answered,
      int i,
      @Nullable Throwable failure,
      long now,
      List<Action> out) {
    Frame answer = answered.answer(i);
    answered.tasks[i] = (PoolTask) brain.taskOf(worker, answer.slot(), answer.id());
    if (failure != null || brain.hasCollapsed()) {
      return failure;
    }
    try {
      answered.tasks[i] =
          (PoolTask)
              brain.answered(
                  worker,
                  answer.slot(),
                  answer.id(),
                  answer.has(Frame.FAILED),
                  answered.runNanos(i),
                  now,
                  out);
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  void skipped(Worker worker, Frame frame) {
    event((now, out) -> brain.skipped(worker, frame.slot(), frame.id(), now, out));
  }

  void overdue(Worker worker, Frame frame, StackTraceElement[] stack) {
    event((now, out) -> brain.overdue(worker, frame.slot(), frame.id(), stack, now, out));
  }

  void broken(Worker worker) {
    event((now, out) -> brain.broken(worker, now, out));
  }

  void tooBig(Worker worker) {
    event((now, out) -> brain.tooBig(worker, now, out));
  }

  /** A worker has ended; told once or more. */
  void ended(Worker worker, Obituary obituary) {
    List<Action> out = new ArrayList<>(4);
    Worker.Phase phase;
    boolean becameWary = false;
    Throwable failure = null;
    lock.lock();
    try {
      phase = worker.phase();
      long now = System.nanoTime();
      if (brain.hasCollapsed()) {
        strikeOff(worker);
      } else {
        try {
          boolean wasWary = brain.isWary();
          brain.ended(worker, obituary, now, out);
          becameWary = !wasWary && brain.isWary();
        } catch (RuntimeException | Error e) {
          failure = e;
          strikeOff(worker); // it has ended, whatever of that the brain has understood
        }
      }
      changed(now);
    } finally {
      lock.unlock();
    }
    performer.perform(out);
    if (failure != null) {
      collapse(failure);
    }
    if (phase != Worker.Phase.DEAD) {
      tellOfEnd(worker, phase, obituary, becameWary);
    }
  }

  /**
   * The same, from the one thread that can tell it: while there is no memory to do so, it waits for
   * some. Nobody could wake it.
   */
  void endedInAnyCase(Worker worker, Obituary obituary) {
    while (true) {
      try {
        ended(worker, obituary);
        return;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(this, MEMORY_WAIT_NANOS);
      }
    }
  }

  private void tellOfEnd(Worker worker, Worker.Phase phase, Obituary obituary, boolean becameWary) {
    try {
      if (Recorder.isOn()) {
        Recorder.worker(name(), worker, String.valueOf(worker.reason()), obituary);
      }
      messages.log(LOG, worker, phase, obituary);
      if (becameWary) {
        messages.logWary(LOG, obituary);
      }
    } catch (RuntimeException | Error e) {
      // Not even that; who must know of it does.
    }
  }

  /** A worker has not even been started. */
  void notStarted(Worker worker, Throwable why) {
    try {
      ended(worker, Obituary.notStarted(why));
    } catch (RuntimeException | Error e) {
      collapse(e);
    }
  }

  /** Whether a worker that was just started is to be killed at once. */
  boolean isDoomed(Worker worker) {
    return ask(() -> brain.hasCollapsed() || worker.phase() == Worker.Phase.DYING);
  }

  boolean takesOutput() {
    return settings.output() != WorkerOutput.discard();
  }

  // ---- from the keeper

  /** Does what is due and returns when it is to be called again, on the nano clock. */
  long tick() {
    event(brain::tick);
    return ask(() -> brain.hasCollapsed() ? Long.MAX_VALUE : brain.nextTick());
  }

  /** Looks how much memory the workers hold. */
  void checkMemory() {
    ports()
        .forEach(
            (worker, port) -> {
              if (port.residentBytes() > settings.memoryLimit()) {
                tooBig(worker);
              }
            });
  }

  // ---- each question and event

  private <V extends @Nullable Object> V ask(Supplier<V> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  private interface Event {
    void tell(long now, List<Action> out);
  }

  private void event(Event event) {
    List<Action> out = new ArrayList<>(4);
    Throwable failure = null;
    lock.lock();
    try {
      long now = System.nanoTime();
      if (!brain.hasCollapsed()) {
        try {
          event.tell(now, out);
        } catch (RuntimeException | Error e) {
          failure = e;
        }
      }
      changed(now);
    } finally {
      lock.unlock();
    }
    performer.perform(out);
    if (failure != null) {
      collapse(failure);
    }
  }

  /** After an event, under the lock; what was decided is carried out next, by this thread. */
  private void changed(long now) {
    performer.announce();
    keeper.wakeBy(brain.newlyDue(), now);
    admission.lookAgain();
  }

  // ---- when the middle itself fails

  /**
   * What was decided cannot be carried out, or the brain has failed in the middle of an event, for
   * want of memory, or of a descriptor to load a class by, or since it has a defect. Then it is not
   * told anything any more: all tasks fail, all workers are killed, and the pool ends with the last
   * of them. That takes no memory, but for kills, which wait for some.
   */
  void collapse(Throwable why) {
    lockSurely();
    try {
      brain.collapse(why);
      performer.announce();
      admission.lookAgain();
    } finally {
      lock.unlock();
    }
    try {
      PoolTask task;
      while ((task = takeUnfinished()) != null) {
        performer.failBroken(task);
      }
      Worker worker;
      while ((worker = takeLiving()) != null) {
        // Nobody tries again later: no more is due in a pool that has collapsed.
        while (!performer.kill(worker, true)) {
          LockSupport.parkNanos(this, MEMORY_WAIT_NANOS);
        }
      }
    } finally {
      performer.performed();
    }
  }

  private @Nullable PoolTask takeUnfinished() {
    lockSurely();
    try {
      return (PoolTask) brain.takeUnfinished();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Worker takeLiving() {
    lockSurely();
    try {
      Worker worker = brain.takeLiving();
      if (worker == null && brain.endsNow()) {
        performer.decideEnd();
      } else if (worker != null && worker.attachment() == null) {
        strikeOff(worker); // who starts it kills it
      }
      return worker;
    } finally {
      lock.unlock();
    }
  }

  private void strikeOff(Worker worker) {
    if (brain.strikeOff(worker)) {
      performer.decideEnd();
    }
  }

  /** To wait for the lock as usual may take memory. */
  private void lockSurely() {
    while (!lock.tryLock()) {
      Thread.onSpinWait();
    }
  }

  /** Why the pool is broken, or null. */
  @Nullable Object breakdown() {
    return ask(() -> brain.breakdown());
  }

  private void end() {
    try {
      try {
        starter.close();
      } finally {
        broadcasts.closeAll();
      }
    } catch (RuntimeException | Error e) {
      // Without a descriptor, say: the next JVM of this user sweeps.
    }
    keeper.finish();
    outputThread.finish(afterOutput);
    ended.countDown();
  }

  /** "pool-1: task 92 (a lambda of App)". */
  String describe(Ticket task) {
    return messages.describe(task);
  }
}
