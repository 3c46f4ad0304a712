package org.jvmpool.worker.plain;

import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Pipe;

/** The two ends of a pipe within one JVM. */
record PlainPipe(Connection first, Connection second) implements Pipe {
  static PlainPipe of(boolean duplex) {
    EndCore[] ends = EndCore.pair(duplex);
    Session session = Session.current();
    return new PlainPipe(
        new PlainConnection(ends[0], session), new PlainConnection(ends[1], session));
  }
}
