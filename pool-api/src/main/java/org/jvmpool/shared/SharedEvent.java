package org.jvmpool.shared;

import java.io.Serializable;
import java.time.Duration;

/** A flag that processes set, clear and wait for: Python's {@code Event}. */
public interface SharedEvent extends Serializable, AutoCloseable {

  /**
   * Whether the flag is set. Does not block.
   *
   * @return true if it is set now
   * @throws IllegalStateException if the handle is closed
   */
  boolean isSet();

  /**
   * Sets the flag and wakes all that wait. Does not block.
   *
   * @throws IllegalStateException if the handle is closed
   */
  void set();

  /**
   * Clears the flag. Those that were woken already go on. Does not block.
   *
   * @throws IllegalStateException if the handle is closed
   */
  void clear();

  /**
   * Waits until the flag is set.
   *
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void await() throws InterruptedException;

  /**
   * Waits until the flag is set or a limit passes.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return whether it was set
   * @throws IllegalStateException if the handle is closed
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  boolean await(Duration limit) throws InterruptedException;

  /**
   * Releases what this process holds of the event. Calls that wait through this handle end with an
   * {@link IllegalStateException}; other processes that hold a handle are not disturbed. May be
   * called more than once; does not block.
   */
  @Override
  void close();
}
