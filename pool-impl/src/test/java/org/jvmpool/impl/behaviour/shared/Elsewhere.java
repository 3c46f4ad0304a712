package org.jvmpool.impl.behaviour.shared;

/** Something that runs in another process of an engine. */
public interface Elsewhere {
  /** Waits until it has returned; fails if it threw. */
  void join() throws Exception;
}
