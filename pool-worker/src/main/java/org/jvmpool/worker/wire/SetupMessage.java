package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jspecify.annotations.Nullable;

/**
 * How a worker is to be; the parent's answer to {@link HelloMessage}.
 *
 * @param index the worker's place in its pool
 * @param pid the worker's own process id, which the parent knows anyway and a JVM finds out slowly
 * @param depth how deep pools are nested: 1 for a worker of a pool in the root JVM
 * @param parentPid whose end is the worker's end
 * @param parentStarted the parent's start in milliseconds since 1970, against a reused pid; 0 when
 *     not known
 * @param claimPage the file of the {@link ClaimPage}, or null: then one task comes at a time
 * @param takesLogs whether the parent has loggers for the worker's records
 * @param initializer an encoded function to run first, or null
 * @param parentName the parent's name
 * @param segments how the files of the segments are named: "0" is appended for the direction to the
 *     worker, "1" for that to the parent; null when there are none
 */
public record SetupMessage(
    String pool,
    int index,
    long pid,
    int depth,
    long parentPid,
    long parentStarted,
    @Nullable String claimPage,
    boolean takesLogs,
    @Nullable FunctionMessage initializer,
    String parentName,
    @Nullable String segments) {

  public void write(Output out) {
    out.writeString(pool);
    out.writeVarInt(index, true);
    out.writeVarLong(pid, true);
    out.writeVarInt(depth, true);
    out.writeVarLong(parentPid, true);
    out.writeVarLong(parentStarted, true);
    out.writeString(claimPage);
    out.writeBoolean(takesLogs);
    out.writeBoolean(initializer != null);
    if (initializer != null) {
      initializer.write(out);
    }
    out.writeString(parentName);
    out.writeString(segments);
  }

  public static SetupMessage read(Input in) {
    return new SetupMessage(
        in.readString(),
        in.readVarInt(true),
        in.readVarLong(true),
        in.readVarInt(true),
        in.readVarLong(true),
        in.readVarLong(true),
        in.readString(),
        in.readBoolean(),
        in.readBoolean() ? FunctionMessage.read(in) : null,
        in.readString(),
        in.readString());
  }
}
