package org.jvmpool.worker.manager;

import java.net.SocketAddress;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The way from a proxy to its manager. Safe for all threads. */
interface Link {
  /**
   * Asks an object of the manager for something and waits for the answer. An interrupt does not end
   * the wait, and stays set.
   *
   * @throws org.jvmpool.ProcessException if the manager is gone
   * @throws org.jvmpool.TaskSerializationException if an argument or the answer cannot travel
   */
  Reply call(long object, Op op, @Nullable Object... arguments);

  /**
   * The same; what ends the wait is passed on to the server, and what that then says counts.
   *
   * @throws InterruptedException if the server has given up what it was asked
   */
  Reply callWaiting(WaitingCall wait, long object, Op op, @Nullable Object... arguments)
      throws InterruptedException;

  /**
   * The same; what the answer brings stays with the server, but for what was taken.
   *
   * @param taking looks at the answer, and says how many of the things in it are taken, from the
   *     first on; throws nothing
   */
  Reply callTaking(ToIntFunction<Reply> taking, long object, Op op, @Nullable Object... arguments);

  /** Whether the manager runs functions of this client; else it has to do with compare-and-set. */
  boolean runsFunctions();

  /** Names the manager among all. */
  ManagerName name();

  /**
   * Where this side reaches it.
   *
   * @throws UnsupportedOperationException if it listens nowhere
   */
  SocketAddress address();

  /**
   * Where another process reaches it, as text.
   *
   * @throws IllegalStateException if it takes more than an address and a key
   */
  String whereabouts();

  /**
   * Tells the manager that this process holds the object.
   *
   * @return whether that is done; else it goes with the next call
   */
  default boolean hold(long id) {
    return false;
  }

  /** Whether this is the manager's own JVM, which lives as long as it does. */
  default boolean isWithin() {
    return false;
  }

  /** Ends this process's session. */
  void close();
}
