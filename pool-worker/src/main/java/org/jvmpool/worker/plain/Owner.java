package org.jvmpool.worker.plain;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: a thread of a session. It is what holds a lock.
 *
 * <p>By default that is the thread that runs, in {@link Session#local()}. Who acts for somebody
 * else, as a manager does for its clients, says so with {@link #call}.
 */
public final class Owner {
  private static final ThreadLocal<@Nullable Owner> ACTING_FOR = new ThreadLocal<>();

  private final Session session;
  private final long thread;
  private final String threadName;

  Owner(Session session, long thread, String threadName) {
    this.session = session;
    this.thread = thread;
    this.threadName = threadName;
  }

  /** On whose behalf the calling thread acts. */
  public static Owner current() {
    Owner owner = ACTING_FOR.get();
    return owner == null ? Session.local().owner(Thread.currentThread()) : owner;
  }

  /** Calls something on this owner's behalf, on the calling thread. */
  public <T extends @Nullable Object> T call(Callable<T> action) throws Exception {
    Owner before = ACTING_FOR.get();
    ACTING_FOR.set(this);
    try {
      return action.call();
    } finally {
      actFor(before);
    }
  }

  /** Runs something on this owner's behalf, on the calling thread. */
  public void run(Runnable action) {
    Owner before = ACTING_FOR.get();
    ACTING_FOR.set(this);
    try {
      action.run();
    } finally {
      actFor(before);
    }
  }

  /** Has the calling thread act for this owner until it acts for another, or ends. */
  public void actsFromNowOn() {
    ACTING_FOR.set(this);
  }

  private static void actFor(@Nullable Owner owner) {
    if (owner == null) {
      ACTING_FOR.remove();
    } else {
      ACTING_FOR.set(owner);
    }
  }

  public Session session() {
    return session;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Owner that && session == that.session && thread == that.thread;
  }

  @Override
  public int hashCode() {
    return Objects.hash(System.identityHashCode(session), thread);
  }

  @Override
  public String toString() {
    return "thread " + threadName + " of " + session;
  }
}
