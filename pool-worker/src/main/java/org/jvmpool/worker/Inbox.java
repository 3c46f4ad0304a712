package org.jvmpool.worker;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.ClassHomes;
import org.jvmpool.worker.wire.ClaimPage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.SegmentReader;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * The worker's end of the pipe from its parent. The thread that runs tasks takes them here; any
 * thread may {@linkplain #ask ask} the parent something, also while a task runs.
 *
 * <p>It owns no thread: whoever waits, reads. One of the waiting threads has the read token; what
 * it reads for others it puts where they find it.
 */
final class Inbox {
  /**
   * How long to look for the next frame before blocking, if the last one came as soon: a parent
   * that sends one task after the other spares this side the price of being woken.
   */
  private static final long SPIN_NANOS =
      Runtime.getRuntime().availableProcessors() > 1 ? 50_000 : 5_000;

  private final FrameReader reader;
  private final Outlet outlet;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final ArrayDeque<Frame> tasks = new ArrayDeque<>();
  private final Map<Long, Question> questions = new HashMap<>();
  private long nextQuestion = 1;
  private boolean reading;
  private boolean ended;

  /** The last frame came soon after it was waited for. Of the thread that reads. */
  private boolean spins;

  private static final class Question {
    boolean answered;
    byte @Nullable [] answer;
  }

  Inbox(FrameReader reader, Outlet outlet) {
    this.reader = reader;
    this.outlet = outlet;
  }

  /** From now on, the page tells whether there is something to read. */
  void watch(ClaimPage page) {
    reader.watch(page, ClaimPage.TO_WORKER);
  }

  /** From now on, payloads may lie in this segment. */
  void take(SegmentReader segment) {
    reader.take(segment);
  }

  /** The next frame that answers no question; null when the parent has closed the pipe. */
  @Nullable Frame next() throws IOException {
    lock.lock();
    try {
      while (true) {
        Frame frame = tasks.poll();
        if (frame != null || ended) {
          return frame;
        }
        readOrWait();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Asks for what has nothing to do with class loaders. */
  byte @Nullable [] ask(WantedMessage.Kind kind, String name) {
    return ask(kind, ClassHomes.COMMON, name);
  }

  /**
   * Asks the parent and waits for the answer.
   *
   * @param home the number of the loader whose class or resource it is
   * @return what was asked for, or null when there is no such thing
   * @throws ParentGoneException when the parent cannot answer any more
   */
  byte @Nullable [] ask(WantedMessage.Kind kind, long home, String name) {
    Question question = new Question();
    long number;
    lock.lock();
    try {
      number = nextQuestion++;
      questions.put(number, question);
    } finally {
      lock.unlock();
    }
    FrameBuffer frame = new FrameBuffer();
    new WantedMessage(kind, home, name).write(frame.begin());
    frame.end(FrameType.WANTED, 0, 0, number);
    outlet.write(frame);
    lock.lock();
    try {
      while (!question.answered) {
        if (ended) {
          throw new ParentGoneException(new IOException("no answer for " + kind + " " + name));
        }
        readOrWait();
      }
      return question.answer;
    } catch (IOException e) {
      throw new ParentGoneException(e);
    } finally {
      lock.unlock();
    }
  }

  /** Reads one frame if no other thread does, else waits until that one has read it. */
  private void readOrWait() throws IOException {
    if (reading) {
      changed.awaitUninterruptibly();
      return;
    }
    reading = true;
    lock.unlock();
    Frame frame = null;
    boolean read = false;
    try {
      long start = System.nanoTime();
      if (spins) {
        reader.spin(SPIN_NANOS);
      }
      frame = reader.read();
      spins = System.nanoTime() - start < SPIN_NANOS;
      read = true;
    } finally {
      lock.lock();
      reading = false;
      if (!read || frame == null) {
        ended = true;
      } else if (frame.type() == FrameType.GIVEN) {
        Question question = questions.remove(frame.id());
        if (question != null) {
          question.answered = true;
          question.answer = frame.has(Frame.MISSING) ? null : frame.payload();
        }
      } else {
        tasks.add(frame);
      }
      changed.signalAll();
    }
  }
}
