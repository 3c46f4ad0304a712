package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * What stands before a task's arguments, which the codec writes behind it.
 *
 * @param call how the function is called and what follows
 * @param limitNanos how long it may run, 0 for no limit
 * @param function its number, as {@link FrameType#FUNCTION} told it
 * @param captured where the function's captured values lie in the payload's bytes; they come with
 *     the task unless the function was told with them
 */
public record TaskMessage(Call call, long limitNanos, int function, byte[] captured) {
  private static final byte[] NOTHING = {};

  /** How a function is called. The order is part of the protocol. */
  public enum Call {
    /** A {@code Task}: nothing follows. */
    TASK,
    /** A {@code VoidTask}: nothing follows. */
    VOID,
    /** A {@code TaskFunction}: its argument follows. */
    FUNCTION,
    /** A {@code TaskFunction} for each of a run of arguments. */
    MAP,
    /** A {@code TaskBiFunction} for each pair of two runs of arguments. */
    STARMAP;

    private static final Call[] ALL = values();

    /** Whether there is an outcome for each item. */
    public boolean isChunk() {
      return this == MAP || this == STARMAP;
    }
  }

  public void write(Output out) {
    out.writeByte(call.ordinal());
    out.writeVarLong(limitNanos, true);
    out.writeVarInt(function, true);
    out.writeVarInt(captured.length, true);
    out.writeBytes(captured);
  }

  /** The limit of the task in a frame, read before anything that may fail. */
  public static long limitNanos(Frame frame) throws FrameException {
    return frame.payload().length < 2
        ? 0
        : frame.message(
            in -> {
              in.skip(1);
              return in.readVarLong(true);
            });
  }

  public static TaskMessage read(Input in) {
    Call call = Call.ALL[in.readByte()];
    long limit = in.readVarLong(true);
    int function = in.readVarInt(true);
    int length = in.readVarInt(true);
    return new TaskMessage(call, limit, function, length == 0 ? NOTHING : in.readBytes(length));
  }
}
