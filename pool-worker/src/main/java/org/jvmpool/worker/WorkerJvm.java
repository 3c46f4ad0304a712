package org.jvmpool.worker;

import org.jspecify.annotations.Nullable;

/**
 * What this JVM is: the root of a family of processes, or a process or worker in it. Set once, by
 * what the parent says first; in a root never.
 */
public final class WorkerJvm {
  /** Pools in tasks of pools, processes of processes …: no deeper than this. */
  public static final int MAX_DEPTH = 5;

  private static final WorkerJvm ROOT = new WorkerJvm("main", false, 0, null);

  private static volatile WorkerJvm self = ROOT;

  /** The main task of a process is being rebuilt, which runs static initializers. */
  private static volatile boolean startingUp;

  private final String name;
  private final boolean daemon;
  private final int depth;
  private final @Nullable ParentJvm parent;

  private WorkerJvm(String name, boolean daemon, int depth, @Nullable ParentJvm parent) {
    this.name = name;
    this.daemon = daemon;
    this.depth = depth;
    this.parent = parent;
  }

  /** This JVM. */
  public static WorkerJvm self() {
    return self;
  }

  /** How many pools and processes deep this JVM is: 0 in a JVM that none of them has started. */
  public static int depth() {
    return self.depth;
  }

  /** Whether the main task of this process has not begun yet. */
  public static boolean isStartingUp() {
    return startingUp;
  }

  public String name() {
    return name;
  }

  /** Whether it ends with its parent, as workers do. */
  public boolean isDaemon() {
    return daemon;
  }

  /** Who started it; null in a root. */
  public @Nullable ParentJvm parent() {
    return parent;
  }

  static void become(String name, boolean daemon, int depth, ParentJvm parent) {
    self = new WorkerJvm(name, daemon, depth, parent);
  }

  static void startingUp(boolean value) {
    startingUp = value;
  }
}
