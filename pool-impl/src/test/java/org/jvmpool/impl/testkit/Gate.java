package org.jvmpool.impl.testkit;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Holds tasks until the test lets them go, across processes: a directory in which each task that
 * arrives leaves a file and waits for the file that opens the gate. Tasks capture it.
 *
 * <p>A task waits at most 25 seconds, so that a test that failed half-way ends before its own
 * limit. Closing a gate opens it: declared after the pool, it lets the pool close.
 */
public final class Gate implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1;
  private static final long LIMIT_MILLIS = 25_000;

  private final String directory;

  private Gate(String directory) {
    this.directory = directory;
  }

  /** A new, closed gate below {@code parent}. */
  public static Gate in(Path parent) {
    try {
      return new Gate(Files.createTempDirectory(parent, "gate").toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** For tasks: says that the task has come here, and waits for {@link #open()}. */
  public void pass() throws IOException, InterruptedException {
    arrive();
    long end = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
    while (!isOpen()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("nobody opened the gate " + directory);
      }
      Thread.sleep(2);
    }
  }

  /** For tasks that return the value they were held with. */
  public <T> T pass(T value) throws IOException, InterruptedException {
    pass();
    return value;
  }

  /** For tasks: says that the task has come here, and goes on. */
  public void arrive() throws IOException {
    Files.createFile(Path.of(directory, "arrived-" + UUID.randomUUID()));
  }

  public void open() {
    try {
      Files.createFile(opened());
    } catch (FileAlreadyExistsException alreadyOpen) {
      return;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Also when the test is over, whose directory is then gone: nobody waits for ever. */
  public boolean isOpen() {
    return Files.exists(opened()) || Files.notExists(Path.of(directory));
  }

  public int arrivals() {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return (int) files.filter(f -> f.getFileName().toString().startsWith("arrived-")).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** For tests: waits until that many tasks have come here. */
  public void awaitArrivals(int tasks) {
    Awaitility.await()
        .alias(tasks + " tasks at the gate")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(30))
        .until(() -> arrivals() >= tasks);
  }

  @Override
  public void close() {
    open();
  }

  private Path opened() {
    return Path.of(directory, "open");
  }
}
