package org.jvmpool.impl.pool;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Worker;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.SegmentWriter;

/**
 * The frames on their way to one worker.
 *
 * <p>Whoever has frames writes them, as long as all that the worker has not dealt with fits into
 * the smallest pipe there is: then a write cannot block, whatever the worker does, and neither a
 * submitter nor a reader of answers can hang in it. What does not fit is left to a writer thread,
 * which the worker gets when it is first needed and which ends with the worker.
 *
 * <p>Once a write has failed, frames are dropped: the worker is gone or going, and its reader will
 * tell. Where it is this program that cannot write, for want of memory or of a thread, the worker
 * is told to be useless.
 */
final class Outbox {
  /** One page: what a pipe holds at the least. */
  private static final int SURE_TO_FIT = 4096;

  /** A larger payload is not copied into a batch. */
  private static final int OWN_PIECE = 16_384;

  private final String writerName;
  private final Consumer<Throwable> useless;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();

  // Guarded by lock.
  private final FrameBuffer batch = new FrameBuffer();
  private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
  private final Set<Integer> told = new HashSet<>();
  private final int[] sizes = new int[Worker.SLOTS];

  /** Bytes that were sent, or will be, and that the worker may not have read. */
  private int undealt;

  /** Those of them in frames that concern no task, since the last task. */
  private int control;

  /** Tasks that the worker has not dealt with. */
  private int waitedFor;

  private @Nullable OutputStream out;
  private @Nullable Thread writer;
  private boolean writing;
  private boolean closed;

  /** Of the writer thread: big payloads go this way if they can. Written before it is started. */
  private @Nullable SegmentWriter segment;

  /**
   * What the writer thread writes next: whole frames, then a task's frame if there is a payload.
   */
  private record Piece(byte[] frames, byte @Nullable [] payload, int slot, long id) {}

  /**
   * @param useless is told why nothing can be written any more
   */
  Outbox(String writerName, Consumer<Throwable> useless) {
    this.writerName = writerName;
    this.useless = useless;
  }

  /**
   * The pipe is there; what was appended before is written.
   *
   * @param forBigOnes closed by this outbox; null when there is none
   */
  void open(OutputStream pipe, @Nullable SegmentWriter forBigOnes) {
    lock.lock();
    try {
      out = pipe;
      segment = forBigOnes;
    } finally {
      lock.unlock();
    }
    flush();
  }

  /** Takes a task, and the function that it names if the worker does not know it. */
  void append(PoolTask task, int slot) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      int before = batch.size();
      FunctionRef function = task.function;
      byte[] payload = task.payload();
      // A task that is over by now is passed by the worker unread.
      if (payload != null && told.add(function.number())) {
        function.message().write(batch.begin());
        batch.end(FrameType.FUNCTION, 0, 0, function.number());
      }
      int size = batch.size() - before + FrameBuffer.sizeOf(0);
      if (payload == null) {
        batch.add(FrameType.TASK, 0, slot, task.id(), new byte[0]);
      } else if (payload.length < OWN_PIECE) {
        batch.add(FrameType.TASK, 0, slot, task.id(), payload);
        size += payload.length;
      } else {
        pieces.add(new Piece(batch.take(), payload, slot, task.id()));
        size += payload.length;
      }
      // What came before the task in the pipe has been read once the task is dealt with.
      sizes[slot] = size + control;
      control = 0;
      undealt += size;
      waitedFor++;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a frame that concerns no task. */
  void append(FrameType type, int flags, long id, byte[] payload) {
    lock.lock();
    try {
      if (!closed) {
        if (type == FrameType.FORGET && !told.remove((int) id)) {
          return;
        }
        batch.add(type, flags, 0, id, payload);
        control += FrameBuffer.sizeOf(payload.length);
        undealt += FrameBuffer.sizeOf(payload.length);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The worker has dealt with the task in that place. */
  void dealtWith(int slot) {
    lock.lock();
    try {
      if (sizes[slot] > 0) {
        undealt -= sizes[slot];
        sizes[slot] = 0;
        waitedFor--;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the worker has tasks that it has not dealt with. */
  boolean isWaitedFor() {
    lock.lock();
    try {
      return waitedFor > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Writes what was appended, or leaves it to the writer thread. */
  void flush() {
    Throwable failure = null;
    lock.lock();
    try {
      OutputStream pipe = out;
      if (closed || pipe == null || (batch.size() == 0 && pieces.isEmpty())) {
        return;
      }
      if (writing || !pieces.isEmpty() || Math.max(undealt, batch.size()) > SURE_TO_FIT) {
        handToWriter(pipe);
        return;
      }
      batch.writeTo(pipe);
    } catch (IOException e) {
      closeLocked();
    } catch (RuntimeException | Error e) {
      closeLocked();
      failure = e;
    } finally {
      lock.unlock();
    }
    if (failure != null) {
      useless.accept(failure);
    }
  }

  private void handToWriter(OutputStream pipe) {
    if (batch.size() > 0) {
      pieces.add(new Piece(batch.take(), null, 0, 0));
    }
    if (writer == null) {
      Thread fresh = new Thread(() -> write(pipe), writerName);
      fresh.setDaemon(true);
      fresh.start();
      writer = fresh;
    } else {
      work.signal();
    }
  }

  void close() {
    lock.lock();
    try {
      closeLocked();
    } finally {
      lock.unlock();
    }
  }

  private void closeLocked() {
    closed = true;
    batch.clear();
    pieces.clear();
    work.signal();
  }

  private void write(OutputStream pipe) {
    FrameBuffer frame = new FrameBuffer();
    try {
      Piece piece;
      while ((piece = next()) != null) {
        try {
          FrameBuffer.writeInSteps(pipe, piece.frames());
          byte[] payload = piece.payload();
          if (payload != null) {
            writeTask(pipe, frame, piece, payload);
          }
        } catch (IOException e) {
          close();
        }
      }
    } catch (RuntimeException | Error e) {
      close();
      useless.accept(e);
    } finally {
      if (segment != null) {
        segment.close();
      }
    }
  }

  private void writeTask(OutputStream pipe, FrameBuffer frame, Piece piece, byte[] payload)
      throws IOException {
    if (segment != null && segment.write(payload, 0, payload.length)) {
      frame.addInSegment(FrameType.TASK, 0, piece.slot(), piece.id(), payload.length);
      frame.writeTo(pipe);
    } else {
      frame.addHeader(FrameType.TASK, 0, piece.slot(), piece.id(), payload.length);
      frame.writeTo(pipe);
      FrameBuffer.writeInSteps(pipe, payload);
    }
  }

  /** What to write next; null when the outbox is closed. */
  private @Nullable Piece next() {
    while (true) {
      SegmentWriter holding = segment != null && segment.holdsMemory() ? segment : null;
      lock.lock();
      try {
        Piece piece = closed ? null : pieces.poll();
        writing = piece != null;
        if (writing || closed) {
          return piece;
        }
        if (holding == null) {
          work.awaitUninterruptibly();
        } else if (work.awaitNanos(SegmentWriter.KEEP_NANOS) > 0) {
          continue;
        }
      } catch (InterruptedException e) {
        // Nobody interrupts this thread but who interrupts all.
      } finally {
        lock.unlock();
      }
      if (holding != null) {
        holding.giveBack();
      }
    }
  }
}
