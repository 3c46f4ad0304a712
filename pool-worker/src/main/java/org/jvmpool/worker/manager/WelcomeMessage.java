package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Objects;

/**
 * The server's answer to {@link JoinMessage}.
 *
 * @param refusal why the connection is refused; empty when it is not
 * @param manager the manager's id
 * @param session the session's secret name
 * @param connection the number of this connection, by which a call on it is cancelled
 * @param functions whether functions of this client are run in the server
 * @param maxMessage the largest payload that the server takes
 */
record WelcomeMessage(
    String refusal,
    String manager,
    String session,
    long connection,
    boolean functions,
    long maxMessage) {
  static WelcomeMessage refusing(String why) {
    return new WelcomeMessage(why, "", "", 0, false, 0);
  }

  void write(Output out) {
    out.writeString(refusal);
    out.writeString(manager);
    out.writeString(session);
    out.writeVarLong(connection, true);
    out.writeBoolean(functions);
    out.writeVarLong(maxMessage, true);
  }

  static WelcomeMessage read(Input in) {
    return new WelcomeMessage(
        Objects.requireNonNull(in.readString()),
        Objects.requireNonNull(in.readString()),
        Objects.requireNonNull(in.readString()),
        in.readVarLong(true),
        in.readBoolean(),
        in.readVarLong(true));
  }
}
