package org.jvmpool.worker;

import java.time.Instant;
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

  /** Computed once: the system is slow to say. */
  private static final class Start {
    private static final long MILLIS =
        ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

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

  /** When this JVM was started, in milliseconds since 1970; 0 when the system does not say. */
  public static long started() {
    return Start.MILLIS;
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
