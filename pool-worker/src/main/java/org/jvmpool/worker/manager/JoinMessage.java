package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/**
 * A client's first frame after the challenge.
 *
 * @param protocol must be that of the server
 * @param session the session to which the connection belongs; empty for the control connection of a
 *     new one
 * @param pid of the client, for messages
 */
record JoinMessage(int protocol, String session, long pid) {
  void write(Output out) {
    out.writeVarInt(protocol, true);
    out.writeString(session);
    out.writeVarLong(pid, true);
  }

  static JoinMessage read(Input in) {
    return new JoinMessage(
        in.readVarInt(true),
        java.util.Objects.requireNonNull(in.readString()),
        in.readVarLong(true));
  }
}
