package org.jvmpool.impl.behaviour.shared;

import java.util.EnumSet;
import java.util.Set;
import org.jvmpool.Multiprocessing;

/**
 * Who offers shared objects. A new engine is a constant: what it claims, and a {@link SharedWorld}
 * that makes its objects.
 */
public enum SharedEngine {
  /** Processes are threads of this JVM, objects live in its memory. */
  THREADS(EnumSet.allOf(Claim.class)) {
    @Override
    public SharedWorld open() {
      return new SharedWorld(Multiprocessing.threads());
    }
  },

  /** Processes are JVMs of this machine, objects live in a manager. */
  MANAGER(EnumSet.of(Claim.LOCKS, Claim.QUEUES, Claim.ENDED_WAITS)) {
    @Override
    public SharedWorld open() {
      return new ManagerWorld();
    }
  },

  /** Processes are JVMs, objects live in the shared memory of their family. */
  PROCESSES(EnumSet.allOf(Claim.class)) {
    @Override
    public SharedWorld open() {
      return new SharedWorld(Multiprocessing.local());
    }
  };

  /** Kinds of objects; the tests of a kind run on the engines that claim it. */
  public enum Claim {
    /** Locks, conditions, semaphores, events, barriers. */
    LOCKS,
    /** Queues. */
    QUEUES,
    /** Locks, queues and the like, whose calls end when their handle is closed meanwhile. */
    ENDED_WAITS,
    /** Values and arrays. */
    VALUES,
    PIPES,
    /** Named memory. */
    MEMORY,
    /** {@code JvmProcess}. */
    PROCESSES
  }

  private final Set<Claim> claims;

  SharedEngine(Set<Claim> claims) {
    this.claims = claims;
  }

  public boolean claims(Claim claim) {
    return claims.contains(claim);
  }

  /** A world for one test, which closes it. */
  public abstract SharedWorld open();
}
