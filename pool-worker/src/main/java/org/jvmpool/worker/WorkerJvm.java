package org.jvmpool.worker;

/** What this JVM is: the root of a family of processes, or a worker in it. */
public final class WorkerJvm {
  /** Pools in tasks of pools in tasks …: no deeper than this. */
  public static final int MAX_DEPTH = 5;

  private static volatile int depth;

  private WorkerJvm() {}

  /** How many pools deep this JVM is: 0 in a JVM that no pool has started. */
  public static int depth() {
    return depth;
  }

  static void depth(int newDepth) {
    depth = newDepth;
  }
}
