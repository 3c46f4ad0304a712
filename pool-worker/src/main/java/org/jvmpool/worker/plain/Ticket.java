package org.jvmpool.worker.plain;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.util.UUID;

/** What travels of a shared object of this JVM: its number. It can arrive in this JVM alone. */
final class Ticket implements Serializable {
  private static final long serialVersionUID = 1;

  /** Tells this JVM from others, also from those that get the same pid later. */
  private static final String JVM = ProcessHandle.current().pid() + "/" + UUID.randomUUID();

  private final String jvm = JVM;
  private final String kind;
  private final long number;
  private final long ticket;

  Ticket(String kind, long number, long ticket) {
    this.kind = kind;
    this.number = number;
    this.ticket = ticket;
  }

  long ticket() {
    return ticket;
  }

  private Object readResolve() throws ObjectStreamException {
    if (!jvm.equals(JVM)) {
      throw new InvalidObjectException(
          kind
              + " "
              + number
              + " lives in the memory of process "
              + jvm.substring(0, jvm.indexOf('/'))
              + " and cannot be used by process "
              + ProcessHandle.current().pid()
              + ": it was made by Multiprocessing.threads(); make it by Multiprocessing.local()");
    }
    Core core = Core.find(number);
    if (core == null) {
      throw new InvalidObjectException(
          kind + " " + number + " is closed: nobody holds a handle of it any more");
    }
    return core.arrived(ticket);
  }
}
