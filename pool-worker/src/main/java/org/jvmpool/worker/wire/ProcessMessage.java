package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * That a JVM is to be a process, and what it does; the parent's answer to {@link HelloMessage} for
 * what is no worker.
 *
 * @param name of the process
 * @param daemon whether it ends with its parent even if that ends in peace
 * @param pid the process's own id, which the parent knows anyway and a JVM finds out slowly
 * @param depth how deep it is nested: 1 for a process that the root JVM has started
 * @param parentPid whose end is the process's end
 * @param parentStarted the parent's start in milliseconds since 1970, against a reused pid; 0 when
 *     not known
 * @param parentName the parent's name
 * @param main what it does: an encoded function
 * @param takesLogs whether the parent takes log records
 */
public record ProcessMessage(
    String name,
    boolean daemon,
    long pid,
    int depth,
    long parentPid,
    long parentStarted,
    String parentName,
    FunctionMessage main,
    boolean takesLogs) {

  public void write(Output out) {
    out.writeString(name);
    out.writeBoolean(daemon);
    out.writeVarLong(pid, true);
    out.writeVarInt(depth, true);
    out.writeVarLong(parentPid, true);
    out.writeVarLong(parentStarted, true);
    out.writeString(parentName);
    main.write(out);
    out.writeBoolean(takesLogs);
  }

  public static ProcessMessage read(Input in) {
    return new ProcessMessage(
        in.readString(),
        in.readBoolean(),
        in.readVarLong(true),
        in.readVarInt(true),
        in.readVarLong(true),
        in.readVarLong(true),
        in.readString(),
        FunctionMessage.read(in),
        in.readBoolean());
  }
}
