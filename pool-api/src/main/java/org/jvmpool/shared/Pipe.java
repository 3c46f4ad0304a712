package org.jvmpool.shared;

/**
 * The two ends of a connection between two processes: what Python's {@code Pipe} returns.
 *
 * <p>The ends travel one by one: a task captures the one that it uses.
 */
public interface Pipe {

  /**
   * The first end.
   *
   * @return the end; with {@code duplex} false it only receives
   */
  Connection first();

  /**
   * The second end.
   *
   * @return the end; with {@code duplex} false it only sends
   */
  Connection second();
}
