package org.jvmpool.impl.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.brain.Worker;
import org.jvmpool.impl.launch.Launcher;
import org.jvmpool.impl.launch.Supplies;
import org.jvmpool.impl.settings.PoolSettings;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.WorkerJvm;
import org.jvmpool.worker.WorkerMain;
import org.jvmpool.worker.wire.ClaimPage;
import org.jvmpool.worker.wire.SetupMessage;
import org.jvmpool.worker.wire.WantedMessage;

/** Starts the worker JVMs of one pool, and holds what they have in common. */
final class JvmWorkers implements PoolCore.WorkerStarter {
  private static final Log LOG = Logs.of(JvmWorkers.class);
  private static final String SHARED_MEMORY = "/dev/shm";

  private final PoolSettings settings;
  private final List<Path> places;
  private final AtomicInteger initializerFailures = new AtomicInteger();
  private final Launcher launcher;
  private final @Nullable FunctionRef initializer;
  private final Supplies supplies;

  /**
   * @param places where claim pages are made: the first that has room
   */
  JvmWorkers(
      PoolSettings settings,
      FunctionTable functions,
      @Nullable FunctionRef initializer,
      List<Path> places) {
    this.settings = settings;
    this.places = places;
    this.initializer = initializer;
    this.launcher = Launcher.create(settings.jvm(), WorkerMain.class.getName());
    this.supplies = new Supplies(settings.name(), functions.context(), functions::loaders);
  }

  /** Shared memory where there is any, and the directory for temporary files. */
  static List<Path> pagePlaces() {
    Path shared = Path.of(SHARED_MEMORY);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return Files.isDirectory(shared) && Files.isWritable(shared)
        ? List.of(shared, temporary)
        : List.of(temporary);
  }

  @Override
  public void start(PoolCore core, Worker worker) {
    JvmWorker port = new JvmWorker(core, worker, this);
    Thread thread = new Thread(port, core.threadName("worker-" + worker.id()));
    thread.setDaemon(true);
    // Attached before the thread runs, since its first event may want the port.
    worker.attach(port);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      port.notStarted(e);
    }
  }

  @Override
  public void close() {
    try {
      launcher.close();
    } finally {
      if (initializer != null) {
        initializer.inFlight().giveUp();
      }
    }
  }

  /** Workers in a row that the initializer ended. */
  AtomicInteger initializerFailures() {
    return initializerFailures;
  }

  /** Whether workers run something before they are ready. */
  boolean hasInitializer() {
    return initializer != null;
  }

  Launcher launcher() {
    return launcher;
  }

  /** The loader of who made the pool. */
  ClassLoader loader() {
    return supplies.context();
  }

  SetupMessage setup(Worker worker, long pid, @Nullable Path page, @Nullable String segments) {
    return new SetupMessage(
        settings.name(),
        worker.index(),
        pid,
        WorkerJvm.depth() + 1,
        ProcessHandle.current().pid(),
        WorkerJvm.started(),
        page == null ? null : page.toString(),
        Logs.isProvided(),
        initializer == null ? null : initializer.message(),
        WorkerJvm.self().name(),
        segments);
  }

  /**
   * A claim page for one worker, and its file.
   *
   * @param file given up, by {@link #delete}, once both sides have mapped it
   */
  record Page(Path file, ClaimPage claims) {}

  /**
   * A new page, in shared memory where there is room.
   *
   * @return null when none can be made; the worker then does without, and the log says so
   */
  @Nullable Page newPage() {
    for (Path place : places) {
      Path file = null;
      try {
        file = createFile(place);
        return new Page(file, ClaimPage.create(file, Worker.SLOTS));
      } catch (IOException | UnsupportedOperationException e) {
        delete(file);
        LOG.warn("{}: no claim page can be made in {}: {}", settings.name(), place, e.toString());
      }
    }
    return null;
  }

  private static Path createFile(Path place) throws IOException {
    Path file = place.resolve(Launcher.claimPageName());
    if (place.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.createFile(file);
  }

  /** The name of a page is given up once both sides have mapped it, so that nothing is left. */
  static void delete(@Nullable Path page) {
    if (page != null) {
      try {
        Files.deleteIfExists(page);
      } catch (IOException e) {
        // A mapped file cannot be deleted everywhere; it goes with the temporary directory.
        page.toFile().deleteOnExit();
      }
    }
  }

  /** What a worker asks for, or null when nobody here has it. */
  byte @Nullable [] find(WantedMessage wanted) {
    return supplies.find(wanted);
  }
}
