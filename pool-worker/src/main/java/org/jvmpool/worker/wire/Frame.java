package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.util.function.Function;
import org.jvmpool.worker.codec.BoundedInput;

/**
 * One frame as it was read.
 *
 * @param slot the task's place in the worker's window, 0 where there is none
 * @param id the task's id, or a number of the message's own
 */
public record Frame(FrameType type, int flags, int slot, long id, byte[] payload) {
  /** ANSWER: the task failed. */
  public static final int FAILED = 1;

  /** OUTPUT: printed to standard error. */
  public static final int ERROR = 1;

  /** OUTPUT: the last line is not at its end; what comes next of that stream goes on with it. */
  public static final int UNFINISHED = 2;

  /** GIVEN: there is no such thing. */
  public static final int MISSING = 1;

  /** RETURN: to be answered by an ACK. */
  public static final int ACK_WANTED = 2;

  /** LET_GO: the client has made the object, and stored it in the manager. */
  public static final int MADE_HERE = 1;

  /** CANCEL: the handle was closed, so that a wait ends without the lock that it had. */
  public static final int CLOSED = 1;

  /** CANCEL: nobody waits for the answer, and nobody has read it if it was sent. */
  public static final int UNREAD = 2;

  /** Any frame, on the wire alone: the payload lies in a segment, and its length in the frame. */
  static final int SEGMENT = 128;

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /**
   * The message in the payload.
   *
   * @param reading how such a message is read
   * @throws FrameException when the payload holds none
   */
  public <M> M message(Function<Input, M> reading) throws FrameException {
    try {
      return reading.apply(input());
    } catch (RuntimeException e) {
      throw new FrameException("no message is in a " + this + ": " + e, e);
    }
  }

  /** The payload to read from. */
  public Input input() {
    return new BoundedInput(payload);
  }

  @Override
  public String toString() {
    return type + " frame (id " + id + ", slot " + slot + ", " + payload.length + " bytes)";
  }
}
