package org.jvmpool;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the worker ended while it ran the task: {@link System#exit}, a native crash, an
 * exhausted heap, a kill by the operating system or by a person.
 *
 * <p>Only the task that ran is lost; the worker is replaced. The message tells the exit code or the
 * signal, what it means, and the last lines of the worker's standard error.
 *
 * @see Pool#withRetries(int)
 */
public class WorkerLostException extends ProcessException {
  private static final long serialVersionUID = 1L;

  /** The process id, 0 if it is not known. */
  private final long pid;

  /** Whether the exit code is known. */
  private final boolean exitCodeKnown;

  /** The exit code, 0 if it is not known. */
  private final int exitCode;

  /** The last lines of standard error, oldest first. */
  private final String[] stderrTail;

  /**
   * Makes an exception that knows nothing of the process.
   *
   * @param message names the pool, the task and the worker
   * @param cause how the loss was noticed, or null if there is no exception behind it
   */
  public WorkerLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.pid = 0;
    this.exitCodeKnown = false;
    this.exitCode = 0;
    this.stderrTail = new String[0];
  }

  /**
   * Makes an exception that describes the end of the process.
   *
   * @param message names the pool, the task and the worker
   * @param pid the process id of the worker, or 0 if it is not known
   * @param exitCode the exit code, empty if it is not known
   * @param stderrTail the last lines of the worker's standard error, oldest first; copied
   */
  public WorkerLostException(
      String message, long pid, OptionalInt exitCode, List<String> stderrTail) {
    super(message, null);
    this.pid = pid;
    this.exitCodeKnown = exitCode.isPresent();
    this.exitCode = exitCode.orElse(0);
    this.stderrTail = List.copyOf(stderrTail).toArray(new String[0]);
  }

  /**
   * The process id that the worker had.
   *
   * @return the process id, or 0 if it is not known
   */
  public long pid() {
    return pid;
  }

  /**
   * The exit code of the worker, as {@link Process#exitValue()} tells it: on POSIX systems 128 plus
   * the signal's number for a worker that a signal ended, such as 137 for {@code SIGKILL}.
   *
   * @return the exit code, empty if it is not known
   */
  public OptionalInt exitCode() {
    return exitCodeKnown ? OptionalInt.of(exitCode) : OptionalInt.empty();
  }

  /**
   * The last lines that the worker wrote to its standard error.
   *
   * @return the lines, oldest first, without line ends; immutable, empty if there were none
   */
  public List<String> stderrTail() {
    return List.of(stderrTail);
  }
}
