package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;

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

  /** GIVEN: there is no such thing. */
  public static final int MISSING = 1;

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The payload to read from. */
  public Input input() {
    return new Input(payload);
  }

  @Override
  public String toString() {
    return type + " frame (id " + id + ", slot " + slot + ", " + payload.length + " bytes)";
  }
}
