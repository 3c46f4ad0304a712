package org.jvmpool.impl.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.PoolStats;
import org.jvmpool.PoolTerminatedException;
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
import org.jvmpool.worker.wire.AnswerMessage;
import org.jvmpool.worker.wire.Frame;

/**
 * The pool's middle: tells the {@link Brain} what happens, under one lock, and carries out what it
 * decides, after the lock is left. Knows workers as {@link WorkerPort}s and results as {@link
 * TaskSink}s, and joins the two.
 *
 * <p>Its threads: a {@link Keeper} for what is due at a time, a callback thread and an output
 * thread when they are needed. All end when the pool has ended.
 */
final class PoolCore {
  private static final Log LOG = Logs.of(PoolCore.class);

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
  private final Keeper keeper;
  private final Broadcasts broadcasts = new Broadcasts(this);
  private final AtomicLong taskIds = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition ended = lock.newCondition();

  // Guarded by lock.
  private final Brain brain;
  private boolean hasEnded;
  private boolean terminated;

  /** Threads that carry out what was decided; counted up under the lock. */
  private final AtomicInteger performing = new AtomicInteger();

  private volatile boolean endDecided;
  private final AtomicBoolean endDone = new AtomicBoolean();

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
    this.callbackThread = new SerialThread(threadName("callback"), 0);
    this.outputThread = new SerialThread(threadName("output"), 10_000);
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
    lock.lock();
    try {
      if (settings.maxPending() > 0 && !callbackThread.isCurrent()) {
        awaitRoom();
      }
      if (!brain.isAccepting()) {
        throw refusal();
      }
      long now = System.nanoTime();
      task.submittedAt = now;
      brain.submit(task, now, out);
      performing.incrementAndGet();
      keeper.wakeBy(brain.newlyDue(), now);
    } finally {
      lock.unlock();
    }
    perform(out);
  }

  private void awaitRoom() {
    while (brain.isAccepting() && brain.backlog() >= settings.maxPending()) {
      try {
        room.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedSubmission(
            name()
                + ": interrupted while waiting to submit; "
                + brain.backlog()
                + " tasks wait, maxPending is "
                + settings.maxPending(),
            e);
      }
    }
  }

  private RuntimeException refusal() {
    Object breakdown = brain.breakdown();
    if (breakdown != null) {
      return messages.broken(breakdown);
    }
    return new RejectedExecutionException(
        name()
            + " takes no new tasks: it "
            + switch (brain.lifecycle()) {
              case TERMINATED -> "was terminated";
              case BROKEN -> "is broken";
              default -> "was closed";
            });
  }

  /**
   * For who is about to make tasks.
   *
   * @throws RejectedExecutionException when the pool takes none
   */
  void checkAccepting() {
    lock.lock();
    try {
      if (!brain.isAccepting()) {
        throw refusal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return whether the task is over by this call
   */
  boolean cancel(PoolTask task, boolean mayKill) {
    List<Action> out = new ArrayList<>(4);
    boolean cancelled;
    lock.lock();
    try {
      long now = System.nanoTime();
      cancelled = brain.cancel(task, mayKill, now, out);
      changed(now);
    } finally {
      lock.unlock();
    }
    perform(out);
    return cancelled;
  }

  void cancelAll(List<PoolTask> tasks, boolean mayKill) {
    // From the last to the first: a worker that is killed for one must not be sent the next.
    for (int i = tasks.size() - 1; i >= 0; i--) {
      cancel(tasks.get(i), mayKill);
    }
  }

  /** Whether all of these wait still, here or in a pipe. */
  boolean noneStarted(List<PoolTask> tasks) {
    lock.lock();
    try {
      return tasks.stream().noneMatch(brain::isStarted);
    } finally {
      lock.unlock();
    }
  }

  /** How far ahead of its reader an imap may submit chunks. */
  int lookAhead() {
    lock.lock();
    try {
      return brain.lookAhead();
    } finally {
      lock.unlock();
    }
  }

  void shutdown() {
    event(brain::shutdown);
  }

  void terminate() {
    event(
        (now, out) -> {
          terminated |= brain.isAccepting() || brain.lifecycle() == Lifecycle.CLOSING;
          brain.terminate(now, out);
        });
  }

  /**
   * Why the pool takes no more, if that is a failure: it was terminated or broke down; else null.
   */
  @Nullable RuntimeException untimelyEnd() {
    lock.lock();
    try {
      if (brain.breakdown() != null) {
        return messages.broken(brain.breakdown());
      }
      return terminated
          ? new PoolTerminatedException(
              name() + " was terminated before the rest of the input was run", null)
          : null;
    } finally {
      lock.unlock();
    }
  }

  void resize(int workers) {
    event((now, out) -> brain.resize(workers, now, out));
  }

  /**
   * @return how many workers the pool is to have
   */
  int target() {
    lock.lock();
    try {
      return brain.target();
    } finally {
      lock.unlock();
    }
  }

  PoolStats stats() {
    lock.lock();
    try {
      return brain.stats();
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    return lifecycle() == Lifecycle.OPEN;
  }

  Lifecycle lifecycle() {
    lock.lock();
    try {
      return brain.lifecycle();
    } finally {
      lock.unlock();
    }
  }

  List<WorkerInfo> workers() {
    List<Worker> workers;
    List<WorkerInfo> infos = new ArrayList<>();
    lock.lock();
    try {
      workers = brain.presentWorkers();
      for (Worker worker : workers) {
        if (worker.attachment() instanceof WorkerPort port) {
          WorkerInfo.State state =
              switch (worker.phase()) {
                case STARTING -> WorkerInfo.State.STARTING;
                case STANDBY -> WorkerInfo.State.IDLE;
                case READY -> worker.inFlight() > 0 ? WorkerInfo.State.BUSY : WorkerInfo.State.IDLE;
                default -> WorkerInfo.State.RETIRING;
              };
          infos.add(
              new WorkerInfo(
                  worker.index(), port.pid(), state, worker.tasksDone(), port.startedAt()));
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
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!hasEnded) {
        if (left <= 0) {
          return false;
        }
        left = ended.awaitNanos(left);
      }
    } finally {
      lock.unlock();
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
      for (WorkerPort port : ports()) {
        port.forget(function.number());
      }
    }
  }

  /** A broadcast was closed. */
  void release(byte[] key) {
    for (WorkerPort port : ports()) {
      port.release(key);
    }
  }

  private List<WorkerPort> ports() {
    List<WorkerPort> ports = new ArrayList<>();
    lock.lock();
    try {
      for (Worker worker : brain.workers()) {
        if (worker.attachment() instanceof WorkerPort port) {
          ports.add(port);
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
    @Nullable PoolTask[] tasks = new @Nullable PoolTask[answers.size()];
    long[] runNanos = new long[tasks.length];
    for (int i = 0; i < tasks.length; i++) {
      // Read before the brain hears of any of them: one that cannot be read takes none along.
      runNanos[i] = AnswerMessage.read(answers.get(i).input()).runNanos();
    }
    lock.lock();
    try {
      long now = System.nanoTime();
      for (int i = 0; i < tasks.length; i++) {
        Frame answer = answers.get(i);
        tasks[i] =
            (PoolTask)
                brain.answered(
                    worker,
                    answer.slot(),
                    answer.id(),
                    answer.has(Frame.FAILED),
                    runNanos[i],
                    now,
                    out);
      }
      changed(now);
    } finally {
      lock.unlock();
    }
    try {
      performAll(out);
      for (int i = 0; i < tasks.length; i++) {
        PoolTask task = tasks[i];
        if (task != null) {
          Frame answer = answers.get(i);
          if (Recorder.isOn()) {
            Recorder.task(
                name(),
                task,
                System.nanoTime(),
                runNanos[i],
                answer.payload().length,
                answer.has(Frame.FAILED) ? "THREW" : "RETURNED");
          }
          task.over();
          if (after == null) {
            task.sink.answered(task, answer);
          } else {
            after.execute(() -> task.sink.answered(task, answer));
          }
        }
      }
    } finally {
      performed();
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
    Worker.Phase phase = phase(worker);
    boolean[] wary = new boolean[2];
    event(
        (now, out) -> {
          wary[0] = brain.isWary();
          brain.ended(worker, obituary, now, out);
          wary[1] = brain.isWary();
        });
    if (phase != Worker.Phase.DEAD) {
      if (Recorder.isOn()) {
        Recorder.worker(name(), worker, String.valueOf(worker.reason()), obituary);
      }
      messages.log(LOG, worker, phase, obituary);
    }
    if (wary[1] && !wary[0]) {
      messages.logWary(LOG, obituary);
    }
  }

  private Worker.Phase phase(Worker worker) {
    lock.lock();
    try {
      return worker.phase();
    } finally {
      lock.unlock();
    }
  }

  boolean takesOutput() {
    return settings.output() != WorkerOutput.discard();
  }

  // ---- from the keeper

  /** Does what is due and returns when it is to be called again, on the nano clock. */
  long tick() {
    List<Action> out = new ArrayList<>();
    long next;
    lock.lock();
    try {
      long now = System.nanoTime();
      brain.tick(now, out);
      next = brain.nextTick();
      changed(now);
    } finally {
      lock.unlock();
    }
    perform(out);
    return next;
  }

  /** The workers of which memory is to be looked at. */
  void checkMemory() {
    for (Worker worker : brainWorkers()) {
      if (worker.attachment() instanceof WorkerPort port
          && port.residentBytes() > settings.memoryLimit()) {
        tooBig(worker);
      }
    }
  }

  private List<Worker> brainWorkers() {
    lock.lock();
    try {
      return brain.workers();
    } finally {
      lock.unlock();
    }
  }

  // ---- actions

  private interface Event {
    void tell(long now, List<Action> out);
  }

  private void event(Event event) {
    List<Action> out = new ArrayList<>(4);
    lock.lock();
    try {
      long now = System.nanoTime();
      event.tell(now, out);
      changed(now);
    } finally {
      lock.unlock();
    }
    perform(out);
  }

  /** After an event, under the lock; what was decided is carried out next, by this thread. */
  private void changed(long now) {
    performing.incrementAndGet();
    keeper.wakeBy(brain.newlyDue(), now);
    if (settings.maxPending() > 0) {
      room.signalAll();
    }
  }

  /**
   * Carries out what was decided. The pool has ended only when all that was decided before has been
   * carried out, by whichever thread: so who joins it finds every result complete.
   */
  private void perform(List<Action> actions) {
    try {
      performAll(actions);
    } finally {
      performed();
    }
  }

  private void performed() {
    if (performing.decrementAndGet() == 0 && endDecided && !endDone.getAndSet(true)) {
      end();
    }
  }

  private void performAll(List<Action> actions) {
    WorkerPort unflushed = null;
    for (int i = 0; i < actions.size(); i++) {
      Action action = actions.get(i);
      if (action instanceof Action.Send send) {
        WorkerPort port = port(send.worker());
        if (unflushed != null && unflushed != port) {
          unflushed.flush();
        }
        port.append((PoolTask) send.ticket(), send.slot());
        unflushed = port;
      } else {
        if (unflushed != null) {
          unflushed.flush();
          unflushed = null;
        }
        performOther(action);
      }
    }
    if (unflushed != null) {
      unflushed.flush();
    }
  }

  private void performOther(Action action) {
    if (action instanceof Action.Start start) {
      start(start.worker());
    } else if (action instanceof Action.Leave leave) {
      port(leave.worker()).leave();
    } else if (action instanceof Action.Kill kill) {
      WorkerPort port = port(kill.worker());
      if (port != null) {
        port.kill(kill.hard());
      }
    } else if (action instanceof Action.Abandon abandon) {
      port(abandon.worker()).abandon();
    } else if (action instanceof Action.Complete complete) {
      complete((PoolTask) complete.ticket(), complete);
    } else if (action instanceof Action.Ended) {
      endDecided = true;
    }
  }

  private void start(Worker worker) {
    starter.start(this, worker);
    // Race: it was to be killed before there was anything to kill.
    if (phase(worker) == Worker.Phase.DYING) {
      port(worker).kill(true);
    }
  }

  private static WorkerPort port(Worker worker) {
    return (WorkerPort) worker.attachment();
  }

  private void complete(PoolTask task, Action.Complete complete) {
    if (Recorder.isOn()) {
      Recorder.task(name(), task, System.nanoTime(), 0, 0, complete.fate().name());
    }
    task.over();
    task.sink.failed(task, why(task, complete));
  }

  /** What will be told to who asks for the result; whatever may change is looked at now. */
  private Supplier<Throwable> why(PoolTask task, Action.Complete complete) {
    Worker worker = complete.worker();
    WorkerPort port = worker == null ? null : port(worker);
    Object detail = complete.detail();
    String state = messages.state(stats());
    return switch (complete.fate()) {
      case CANCELLED -> () -> new CancellationException(describe(task) + " was cancelled");
      case TERMINATED -> () -> messages.terminated(task, worker != null);
      case BROKEN -> () -> messages.broken(detail);
      case LOST -> () -> messages.lost(task, (Obituary) detail, state);
      case TIMED_OUT -> {
        StackTraceElement[] stack =
            detail instanceof StackTraceElement[] told ? told : port.stack();
        long pid = port.pid();
        yield () -> messages.timedOut(task, pid, stack, state);
      }
    };
  }

  private void end() {
    starter.close();
    broadcasts.closeAll();
    keeper.finish();
    // Results wait behind lines that are still to be printed, and callbacks behind results.
    outputThread.finish(() -> callbackThread.finish(() -> {}));
    lock.lock();
    try {
      hasEnded = true;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** "pool-1: task 92 (a lambda of App)". */
  String describe(Ticket task) {
    return messages.describe(task);
  }
}
