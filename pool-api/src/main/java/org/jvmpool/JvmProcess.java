package org.jvmpool;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A JVM that runs one task as its main: Python's {@code Process}.
 *
 * <p>Its life goes forward only: made, started, ended. It reads nothing from this program's
 * standard input, and its output goes to that of this program. A task that throws ends it with exit
 * code 1, after its stack trace was printed to standard error. A daemon is terminated when its
 * parent ends; for other processes the parent waits. All methods may be called by any thread.
 */
public interface JvmProcess extends AutoCloseable {

  /**
   * Starts the process. Does not wait for its JVM to be up, and is not ended by an interrupt.
   *
   * @return this process
   * @throws IllegalStateException if it was started before, or is closed; if processes are nested
   *     more than five deep; or if a static initializer calls this in a process whose own task has
   *     not begun yet, as a program without a guard does
   * @throws ProcessException if the operating system cannot start it
   */
  JvmProcess start();

  /**
   * Waits until the process has ended.
   *
   * @throws IllegalStateException if it was not started, or is the calling process
   * @throws InterruptedException if the thread is interrupted while it waits; the process is
   *     unharmed
   */
  void join() throws InterruptedException;

  /**
   * Waits until the process has ended or a limit passes.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return whether it has ended
   * @throws IllegalStateException if it was not started, or is the calling process
   * @throws InterruptedException if the thread is interrupted while it waits; the process is
   *     unharmed
   */
  boolean join(Duration limit) throws InterruptedException;

  /**
   * Whether the process lives. Does not block.
   *
   * @return true from the start to the end of the process
   */
  boolean isAlive();

  /**
   * The process id.
   *
   * @return the id that the operating system gave it
   * @throws IllegalStateException if it was not started
   */
  long pid();

  /**
   * The name of the process.
   *
   * @return the name, as {@link JvmProcessBuilder#name(String)} set it or the engine chose it
   */
  String name();

  /**
   * Whether the process is a daemon.
   *
   * @return true if it is terminated when its parent ends
   */
  boolean isDaemon();

  /**
   * The exit code: 0 if the task returned, 1 if it threw, what was given to {@link System#exit}, or
   * on POSIX systems 128 plus the signal's number if a signal ended the process, where Python has
   * the negative number.
   *
   * @return the exit code, empty before the end, or if it cannot be known since the process is no
   *     child of this one
   */
  OptionalInt exitCode();

  /**
   * Asks the process to end, with {@code SIGTERM} on POSIX systems; its shutdown hooks run. Does
   * not wait. Does nothing if it has ended.
   *
   * @throws IllegalStateException if it was not started
   */
  void terminate();

  /**
   * Ends the process now, with {@code SIGKILL} on POSIX systems; its shutdown hooks do not run.
   * Does not wait. Does nothing if it has ended.
   *
   * @throws IllegalStateException if it was not started
   */
  void kill();

  /**
   * The end of the process, as a future to wait for or to compose: Python's {@code sentinel}.
   * Completing or cancelling it does not touch the process.
   *
   * @return a future that completes with this process when it has ended
   * @throws IllegalStateException if it was not started
   */
  CompletableFuture<JvmProcess> onExit();

  /**
   * Releases what this program holds of the process: Python's {@code close}. May be called more
   * than once.
   *
   * @throws IllegalStateException if the process lives; {@link #join()}, {@link #terminate()} or
   *     {@link #kill()} it first
   */
  @Override
  void close();
}
