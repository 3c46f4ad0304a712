package org.jvmpool.impl.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;

/**
 * What one worker writes, as it is read.
 *
 * <p>Who reads holds the token. That is the worker's own thread, which blocks in the pipe; but a
 * caller of {@code apply} that waits for an answer reads it itself where it can, since waking one
 * thread to have it wake another costs more than a short task. While callers come one after the
 * other, the worker's thread leaves the token to them and sleeps; a caller never blocks in the
 * pipe, because nothing could interrupt it there, and gives the token back when its answer takes
 * longer than a moment.
 */
final class Incoming {
  /** So many answers are told to the pool at once. */
  private static final int BATCH = 64;

  /** How long a caller looks for its answer before it lets the worker's thread wait for it. */
  private static final long LOOK_NANOS =
      Runtime.getRuntime().availableProcessors() > 1
          ? TimeUnit.MICROSECONDS.toNanos(50)
          : TimeUnit.MICROSECONDS.toNanos(5);

  /** How long the worker's thread leaves the token to callers after the last of them. */
  private static final long LEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final FrameReader reader;
  private final JvmWorker worker;
  private final Outbox outbox;
  private final Thread thread = Thread.currentThread();
  private final ReentrantLock token = new ReentrantLock();

  /** Answers that were read and are told to the pool next. Of the token's holder. */
  private final List<Frame> answers = new ArrayList<>(BATCH);

  /** What a caller met that the worker's thread has to deal with. Of the token's holder. */
  private @Nullable Throwable failure;

  /**
   * A frame that a caller has read and that is no answer: it may mean to run code of the user,
   * which is not for a caller. Of the token's holder.
   */
  private @Nullable Frame handedOver;

  /** Why the worker cannot be used. Of the token's holder. */
  private @Nullable Throwable unready;

  /** When a caller last wanted to read, on the nano clock. */
  private volatile long lastCaller;

  /** The worker's thread sleeps and leaves the token to callers. */
  private volatile boolean leased;

  Incoming(FrameReader reader, JvmWorker worker, Outbox outbox) {
    this.reader = reader;
    this.worker = worker;
    this.outbox = outbox;
    this.lastCaller = System.nanoTime() - LEASE_NANOS;
  }

  /**
   * The worker's thread: reads until the pipe ends.
   *
   * @return why the worker cannot be used, or null
   */
  @Nullable Throwable readAll() throws IOException {
    while (true) {
      token.lock();
      try {
        if (failure != null) {
          throw rethrown(failure);
        }
        Frame frame = handedOver;
        handedOver = null;
        if (frame == null && unready == null) {
          frame = reader.read();
        }
        if (frame == null) {
          return unready;
        }
        Frame other = takeAnswers(frame);
        if (other != null) {
          unready = worker.other(other);
        }
      } finally {
        token.unlock();
      }
      leaveToCallers();
    }
  }

  private static IOException rethrown(Throwable met) {
    if (met instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (met instanceof Error error) {
      throw error;
    }
    return (IOException) met;
  }

  private void leaveToCallers() {
    if (System.nanoTime() - lastCaller >= LEASE_NANOS) {
      return;
    }
    leased = true;
    while (leased && System.nanoTime() - lastCaller < LEASE_NANOS) {
      LockSupport.parkNanos(this, LEASE_NANOS);
    }
    leased = false;
  }

  /** The worker's thread is to wait for what comes, since no caller does. */
  void listen() {
    if (leased) {
      leased = false;
      LockSupport.unpark(thread);
    }
  }

  /** A caller waits for an answer. Returns when it is there, or after a moment. */
  void readFor(BooleanSupplier done) {
    long start = System.nanoTime();
    lastCaller = start;
    if (!token.tryLock()) {
      return;
    }
    try {
      while (!done.getAsBoolean() && failure == null && unready == null && handedOver == null) {
        if (reader.poll()) {
          handedOver = takeAnswers(Objects.requireNonNull(reader.read(), "polled"));
        } else if (reader.isWithinFrame() || System.nanoTime() - start >= LOOK_NANOS) {
          break;
        } else {
          Thread.yield();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e; // It is the worker's, and not for who only waits for an answer.
    } finally {
      token.unlock();
    }
    // Whatever else is there or under way, and an answer that takes longer, is for the worker's
    // thread.
    if (!done.getAsBoolean() || outbox.isWaitedFor()) {
      listen();
    }
  }

  /**
   * Deals with answers: this frame, and the whole frames behind it.
   *
   * @return a frame that is no answer and is to be dealt with next, or null
   */
  private @Nullable Frame takeAnswers(Frame first) throws IOException {
    Frame frame = first;
    try {
      while (frame != null && frame.type() == FrameType.ANSWER) {
        worker.check(frame);
        answers.add(frame);
        frame = answers.size() < BATCH && reader.hasFrame() ? reader.read() : null;
      }
    } finally {
      // Also when nonsense stands behind them: what was finished counts.
      tellAnswers();
    }
    return frame;
  }

  private void tellAnswers() {
    if (!answers.isEmpty()) {
      try {
        worker.answered(answers);
      } finally {
        answers.clear();
      }
    }
  }
}
