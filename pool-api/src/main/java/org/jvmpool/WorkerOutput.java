package org.jvmpool;

import java.util.Objects;
import java.util.function.Consumer;
import org.jvmpool.spi.Providers;

/**
 * Where the lines go that workers print to {@link System#out} and {@link System#err}.
 *
 * <p>What a task prints reaches the pool's JVM whole lines at a time and before the result of that
 * task. Lines of one worker and one stream come in the order in which they were printed.
 *
 * @see PoolBuilder#output(WorkerOutput)
 */
@FunctionalInterface
public interface WorkerOutput {

  /**
   * Prints each line, as it is, to {@link System#out} or {@link System#err} of the pool's JVM,
   * whatever these are at that moment. This is the default of a pool.
   *
   * @return the output; always the same object
   */
  static WorkerOutput inherit() {
    return WorkerOutputs.INHERIT;
  }

  /**
   * Throws all lines away.
   *
   * @return the output; always the same object
   */
  static WorkerOutput discard() {
    return WorkerOutputs.DISCARD;
  }

  /**
   * Logs each line with SLF4J: those of {@link System#out} at level info, those of {@link
   * System#err} at level warn.
   *
   * @return the output
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path
   * @throws UnsupportedOperationException if the implementation does not offer it
   */
  static WorkerOutput slf4j() {
    return Providers.local().slf4jOutput();
  }

  /**
   * Hands each line to a consumer, under the rules of {@link #accept(Line)}.
   *
   * @param consumer gets each line
   * @return a new output
   * @throws NullPointerException if the consumer is null
   */
  static WorkerOutput to(Consumer<Line> consumer) {
    return new WorkerOutputs.To(Objects.requireNonNull(consumer, "consumer must not be null"));
  }

  /**
   * Takes one line. A pool calls it on its output thread, one line at a time; an output that serves
   * several pools must be safe for use by several threads. The lines of a task come in their order
   * and before its result. While it blocks, further lines and the results behind them wait, so it
   * must not wait for results of the pool itself. What it throws is logged and hurts nothing.
   *
   * @param line the line
   */
  void accept(Line line);

  /**
   * A line that a worker printed.
   *
   * @param worker the index of the worker, 0 or more, as {@link WorkerContext#index()} tells it
   * @param pid the process id of the worker
   * @param error whether it was printed to {@link System#err}, else to {@link System#out}
   * @param text the line without its line end
   */
  record Line(int worker, long pid, boolean error, String text) {

    /**
     * Makes a line.
     *
     * @param worker the index of the worker, 0 or more
     * @param pid the process id of the worker
     * @param error whether it was printed to {@link System#err}
     * @param text the line without its line end
     * @throws IllegalArgumentException if the index is negative
     * @throws NullPointerException if the text is null
     */
    public Line {
      if (worker < 0) {
        throw new IllegalArgumentException("worker must be at least 0, but was " + worker);
      }
      Objects.requireNonNull(text, "text must not be null");
    }
  }
}
