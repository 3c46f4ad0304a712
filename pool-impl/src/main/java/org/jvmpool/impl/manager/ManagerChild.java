package org.jvmpool.impl.manager;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.ProcessException;
import org.jvmpool.TaskException;
import org.jvmpool.impl.launch.LaunchDirectory;
import org.jvmpool.impl.pool.PoolFactory;
import org.jvmpool.impl.settings.SettingsBuilder;
import org.jvmpool.manager.Manager;
import org.jvmpool.worker.manager.ManagerJvm;
import org.jvmpool.worker.manager.ManagerProcess;
import org.jvmpool.worker.manager.ManagerSettings;
import org.jvmpool.worker.manager.RemoteManager;

/**
 * The child JVM of a manager. It is the one worker of a pool of its own, whose first task starts
 * the manager and whose second waits for its end: so what a pool does for a worker (classes that
 * come from the parent, forwarded output, an end with the parent, words for an exit) is done for a
 * manager.
 *
 * <p>It ends with {@link #end}, with this JVM, or by itself; then its directory is deleted.
 */
final class ManagerChild implements ManagerProcess {
  /** How long a manager that was asked to end may take. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String name;
  private final Pool jvm;
  private final LaunchDirectory directory;

  private volatile @Nullable AsyncResult<String> life;

  private ManagerChild(String name, Pool jvm, LaunchDirectory directory) {
    this.name = name;
    this.jvm = jvm;
    this.directory = directory;
  }

  /** Starts a manager; returns when it can be used. */
  static Manager start(ManagerSettings settings, LaunchDirectory directory) {
    Pool jvm =
        PoolFactory.ofProcesses(
            new SettingsBuilder(PoolFactory::ofProcesses)
                .name(settings.name())
                .workers(1)
                .gracePeriod(GRACE)
                .settings());
    ManagerChild child = new ManagerChild(settings.name(), jvm, directory);
    boolean started = false;
    try {
      String[] addresses = jvm.apply(() -> ManagerJvm.start(settings));
      child.live();
      Manager manager =
          RemoteManager.started(settings.at(addresses[0]), ManagerJvm.address(addresses[1]), child);
      started = true;
      return manager;
    } catch (CancellationException e) {
      throw interrupted(settings.name(), e);
    } catch (TaskException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      if (why instanceof ProcessException) {
        throw new ProcessException(String.valueOf(why.getMessage()), why.getCause());
      }
      throw new ProcessException(
          settings.name()
              + " did not start: "
              + (why instanceof IOException ? why.getMessage() : why.toString()),
          why);
    } catch (IOException e) {
      throw new ProcessException(settings.name() + " cannot be reached: " + e.getMessage(), e);
    } finally {
      if (!started) {
        child.abandon();
      }
    }
  }

  /** The interrupt flag is set again. */
  static CancellationException interrupted(String name, Exception cause) {
    CancellationException interrupted =
        new CancellationException(
            name
                + " was not started: the thread that called for it was interrupted, and what had"
                + " begun of it is ended. Where it is wanted all the same, clear the interrupt"
                + " (Thread.interrupted()) and start one anew");
    interrupted.initCause(cause);
    return interrupted;
  }

  private void live() {
    life = jvm.applyAsync(ManagerJvm::awaitEnd, ended -> {}, lost -> abandon());
  }

  /** Its JVM has ended, or is to: nobody needs another. */
  private void abandon() {
    jvm.terminate();
    directory.delete();
  }

  /*
   * A thread of its own asks, jvmpool-<manager>-end, since a manager that is stopped or does not get
   * to run gives no answer: it ends with the answer, or with the manager's JVM.
   */
  @Override
  public void end(Runnable stop) {
    Thread asks = new Thread(() -> ask(stop), "jvmpool-" + name + "-end");
    asks.setDaemon(true);
    boolean interrupted = Thread.interrupted();
    try {
      asks.start();
    } catch (OutOfMemoryError e) {
      jvm.terminate();
    }
    try {
      asks.join(GRACE.toMillis());
      if (asks.isAlive() || !jvm.join(GRACE)) {
        jvm.terminate();
        jvm.join();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      jvm.terminate();
    } finally {
      directory.delete();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void ask(Runnable stop) {
    try {
      stop.run();
      jvm.shutdown();
    } catch (RuntimeException e) {
      jvm.terminate(); // it has ended already, or nothing can be said to it
    }
  }

  @Override
  public String ending(Duration limit) {
    AsyncResult<String> known = life;
    if (known == null) {
      return "";
    }
    boolean interrupted = Thread.interrupted();
    try {
      if (!known.await(limit)) {
        return "";
      }
      return known.join();
    } catch (InterruptedException e) {
      interrupted = true;
      return "";
    } catch (RuntimeException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      return String.valueOf(why.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
