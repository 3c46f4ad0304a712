package org.jvmpool.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvmpool.PoolBrokenException;
import org.jvmpool.TaskFunction;
import org.jvmpool.impl.brain.BrainSettings;
import org.jvmpool.impl.brain.Claims;
import org.jvmpool.impl.brain.Worker;
import org.jvmpool.impl.settings.SettingsBuilder;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.HouseCheck;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.wire.AnswerMessage;
import org.jvmpool.worker.wire.ClaimPage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.TaskMessage;

/**
 * Anything may fail in the middle of a pool when the program has no memory or no descriptor left:
 * whatever it is, each task comes to an end. The workers here are only said to be there.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith(HouseCheck.class)
class BrokenMiddleTest {
  private static final String NO_MEMORY = "as if there were no memory";

  private final List<Port> ports = new CopyOnWriteArrayList<>();
  private volatile boolean startsFail;
  private final PoolCore core = core();
  private final Submitter submitter = new Submitter(core, new TaskPolicy(0, 0), /* handle= */ this);

  private PoolCore core() {
    return new PoolCore(
        new SettingsBuilder(settings -> null).workers(1).settings(),
        new BrainSettings(1, false, 0, 0, 0, 0, 0),
        new FunctionTable(),
        new PoolCore.WorkerStarter() {
          @Override
          public void start(PoolCore pool, Worker worker) {
            if (startsFail) {
              throw new OutOfMemoryError(NO_MEMORY);
            }
            Port port = new Port(pool, worker);
            worker.attach(port);
            ports.add(port);
          }

          @Override
          public void close() {
            // Nothing is shared.
          }
        });
  }

  /** A worker of which the test says what happens. */
  private static final class Port implements WorkerPort {
    final PoolCore core;
    final Worker worker;
    final List<PoolTask> tasks = new CopyOnWriteArrayList<>();
    final AtomicBoolean appendFails = new AtomicBoolean();
    final AtomicBoolean offerFails = new AtomicBoolean();
    final AtomicBoolean stateFails = new AtomicBoolean();
    final AtomicBoolean killed = new AtomicBoolean();

    /** Its process has ended, so that a kill has nothing to tell. */
    volatile boolean gone;

    final ClaimPage page = ClaimPage.inMemory(Worker.SLOTS);

    Port(PoolCore core, Worker worker) {
      this.core = core;
      this.worker = worker;
    }

    void ready() {
      Claims words = new ThreadClaims(page, new AtomicLongArray(Worker.SLOTS));
      core.ready(
          worker,
          new Claims() {
            @Override
            public void offer(int slot, long taskId) {
              if (offerFails.getAndSet(false)) {
                throw new OutOfMemoryError(NO_MEMORY);
              }
              words.offer(slot, taskId);
            }

            @Override
            public boolean revoke(int slot, long taskId) {
              return words.revoke(slot, taskId);
            }

            @Override
            public boolean condemn(int slot, long taskId) {
              return words.condemn(slot, taskId);
            }

            @Override
            public State state(int slot, long taskId) {
              if (stateFails.getAndSet(false)) {
                throw new OutOfMemoryError(NO_MEMORY);
              }
              return words.state(slot, taskId);
            }

            @Override
            public long claimedAt(int slot, long taskId) {
              return words.claimedAt(slot, taskId);
            }

            @Override
            public boolean pipelined() {
              return true;
            }
          });
    }

    /** Runs the tasks and answers them all at once. */
    void answer(PoolTask... answered) throws IOException {
      List<Frame> answers = new ArrayList<>();
      for (PoolTask task : answered) {
        assertTrue(page.claim(task.slot(), task.id()) && page.finish(task.slot(), task.id()));
        FrameBuffer frame = new FrameBuffer();
        Output out = frame.begin();
        int at = AnswerMessage.reserve(out);
        Codec.shared().encode(task.id(), out);
        new AnswerMessage(1).writeAt(out, at);
        frame.end(FrameType.ANSWER, 0, task.slot(), task.id());
        answers.add(new FrameReader(new ByteArrayInputStream(frame.take())).read());
      }
      core.answered(worker, answers, null);
    }

    @Override
    public void append(PoolTask task, int slot) {
      if (appendFails.getAndSet(false)) {
        throw new OutOfMemoryError(NO_MEMORY);
      }
      tasks.add(task);
    }

    @Override
    public void flush() {}

    @Override
    public void readFor(BooleanSupplier done) {}

    @Override
    public void forget(int function) {}

    @Override
    public void release(byte[] key) {}

    @Override
    public void leave() {
      kill(true);
    }

    @Override
    public void kill(boolean hard) {
      killed.set(true);
      if (!gone) {
        core.ended(worker, Obituary.notStarted(new OutOfMemoryError(NO_MEMORY)));
      }
    }

    @Override
    public void giveUp(Throwable why) {
      kill(true);
    }

    @Override
    public void abandon() {
      kill(true);
    }

    @Override
    public long pid() {
      return 1;
    }

    @Override
    public Instant startedAt() {
      return Instant.EPOCH;
    }

    @Override
    public long residentBytes() {
      return 0;
    }

    @Override
    public StackTraceElement @Nullable [] stack() {
      return null;
    }
  }

  private Port port(int number) {
    Eventually.until(() -> ports.size() > number);
    return ports.get(number);
  }

  private SingleResult<Long> submit() {
    TaskFunction<Long, Long> same = x -> x;
    return submitter.single(TaskMessage.Call.FUNCTION, same, 1L, null, false);
  }

  /** A task that submits nothing to anybody: its end goes to a sink of the test's. */
  private PoolTask submit(TaskSink sink) {
    PoolTask task =
        new PoolTask(
            core.nextTaskId(),
            0,
            0,
            core.functions().one((TaskFunction<Long, Long>) x -> x),
            new byte[1],
            new InFlight(),
            sink,
            0,
            false);
    core.submit(task);
    return task;
  }

  private void close() throws InterruptedException {
    core.shutdown();
    assertTrue(core.awaitEnd(TimeUnit.SECONDS.toNanos(30)));
  }

  @Test
  void aTaskOfWhichItsWorkerCannotBeToldGoesToAnother() throws Exception {
    core.open();
    Port first = port(0);
    first.ready();
    first.appendFails.set(true);
    SingleResult<Long> result = submit();
    assertTrue(first.killed.get());
    Port second = port(1);
    second.ready();
    Eventually.until(() -> !second.tasks.isEmpty());
    second.answer(second.tasks.get(0));
    assertEquals(1, result.get(30, TimeUnit.SECONDS));
    close();
  }

  @Test
  void aResultThatCannotTakeItsAnswerKeepsItFromNoOther() throws Exception {
    core.open();
    Port port = port(0);
    port.ready();
    Trap trap = new Trap();
    PoolTask trapped = submit(trap);
    port.answer(trapped);
    assertTrue(trap.failed, "it was told that it failed");

    SingleResult<Long> next = submit();
    port.answer(port.tasks.get(1));
    assertEquals(port.tasks.get(1).id(), next.get(30, TimeUnit.SECONDS));
    close();
  }

  /** Takes no answer. */
  private static final class Trap implements TaskSink {
    boolean failed;

    @Override
    public void answered(PoolTask task, Frame answer) {
      throw new OutOfMemoryError(NO_MEMORY);
    }

    @Override
    public void failed(PoolTask task, Supplier<? extends Throwable> why) {
      failed = true;
    }
  }

  @Test
  void whenThePoolLosesItsAccountAllTasksFailAndItEnds() throws Exception {
    core.open();
    Port port = port(0);
    port.ready();
    SingleResult<Long> answered = submit();
    List<SingleResult<Long>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(submit());
    }
    List<Long> told = new CopyOnWriteArrayList<>();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    SingleResult<Long> called =
        submitter.single(
            TaskMessage.Call.FUNCTION,
            (TaskFunction<Long, Long>) x -> x,
            1L,
            new PoolResult.Callbacks<Long>(told::add, failures::add),
            false);
    port.offerFails.set(true); // in the middle of the answer, when the next is to be sent
    port.answer(port.tasks.get(0));

    assertEquals(port.tasks.get(0).id(), answered.get(30, TimeUnit.SECONDS), "it was answered");
    for (SingleResult<Long> result : waiting) {
      Throwable cause =
          assertThrows(ExecutionException.class, () -> result.get(30, TimeUnit.SECONDS)).getCause();
      assertInstanceOf(PoolBrokenException.class, cause);
      assertTrue(cause.getMessage().contains(NO_MEMORY), cause::getMessage);
    }
    assertThrows(ExecutionException.class, () -> called.get(30, TimeUnit.SECONDS));
    assertEquals(1, failures.size());
    assertTrue(port.killed.get());
    assertFalse(core.isOpen());
    assertThrows(PoolBrokenException.class, this::submit);
    close();
  }

  @Test
  void aPoolThatFailsOverTheEndOfItsLastWorkerEnds() throws Exception {
    core.open();
    Port port = port(0);
    port.ready();
    SingleResult<Long> lost = submit();
    port.gone = true;
    port.stateFails.set(true);
    core.ended(port.worker, Obituary.notStarted(new OutOfMemoryError(NO_MEMORY)));
    assertThrows(ExecutionException.class, () -> lost.get(30, TimeUnit.SECONDS));
    close();
  }

  @Test
  void aTaskThatCannotBeTakenInIsRefusedAndHarmsNoOther() throws Exception {
    core.open();
    Port port = port(0);
    port.ready();
    port.offerFails.set(true);
    assertThrows(OutOfMemoryError.class, this::submit);
    SingleResult<Long> result = submit();
    port.answer(port.tasks.get(0));
    assertEquals(port.tasks.get(0).id(), result.get(30, TimeUnit.SECONDS));
    close();
  }

  @Test
  void workersForWhichThereIsNoMemoryAreFailedStarts() throws Exception {
    startsFail = true;
    core.open();
    Eventually.until(() -> !core.isOpen());
    PoolBrokenException broken = assertThrows(PoolBrokenException.class, this::submit);
    assertTrue(broken.getMessage().contains(NO_MEMORY), broken::getMessage);
    close();
  }
}
