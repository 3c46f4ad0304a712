package org.jvmpool.worker.manager;

import java.util.ArrayList;
import java.util.List;

/** The calls that wait through a handle of this process. Safe for all threads. */
final class Waits {
  /** Guarded by this. */
  private final List<WaitingCall> calls = new ArrayList<>(0);

  synchronized void add(WaitingCall call) {
    calls.add(call);
  }

  synchronized void remove(WaitingCall call) {
    calls.remove(call);
  }

  /** The handle was closed: they end. */
  void end() {
    List<WaitingCall> all;
    synchronized (this) {
      all = List.copyOf(calls);
    }
    all.forEach(WaitingCall::close);
  }
}
