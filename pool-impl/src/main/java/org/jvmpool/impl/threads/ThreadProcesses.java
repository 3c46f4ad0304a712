package org.jvmpool.impl.threads;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.jvmpool.JvmProcess;
import org.jvmpool.VoidTask;
import org.jvmpool.worker.plain.Copies;

/** Makes processes on threads, and tells which one runs the calling code. */
public final class ThreadProcesses {
  private static final AtomicInteger NEXT_NAME = new AtomicInteger(1);

  private ThreadProcesses() {}

  /**
   * Makes a process. It is not started.
   *
   * @param name its name, or null for one with a number
   * @param daemon whether it is a daemon, or null for what its maker is
   * @throws org.jvmpool.TaskSerializationException if the task cannot travel
   */
  public static JvmProcess process(@Nullable String name, @Nullable Boolean daemon, VoidTask main) {
    JvmProcess maker = current();
    return new ThreadProcess(
        name == null ? "process-" + NEXT_NAME.getAndIncrement() : name,
        daemon == null ? maker.isDaemon() : daemon,
        Copies.encode(main),
        maker);
  }

  /** The process that runs the calling thread: this JVM, unless it is the main of another. */
  public static JvmProcess current() {
    ThreadProcess process = ThreadProcess.CURRENT.get();
    return process == null ? RootProcess.INSTANCE : process;
  }

  /** The process that started the current one; absent in this JVM's own threads. */
  public static Optional<JvmProcess> parent() {
    return Optional.ofNullable(ThreadProcess.CURRENT.get()).map(ThreadProcess::parent);
  }

  /** Those that the current process has started and that live. */
  public static List<JvmProcess> activeChildren() {
    return Children.of(current()).living();
  }
}
