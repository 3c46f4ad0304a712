package org.jvmpool.impl.pool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.launch.Ending;
import org.jvmpool.impl.launch.LaunchException;

/** Writes the obituary of one worker that is a child JVM. */
final class Obituaries {
  private final Supplier<String> command;
  private final WorkerLines lines;
  private final Instant startedAt;

  Obituaries(Supplier<String> command, WorkerLines lines, Instant startedAt) {
    this.command = command;
    this.lines = lines;
    this.startedAt = startedAt;
  }

  /** Of a worker of which not even a process was started. */
  Obituary notLaunched(LaunchException e) {
    return new Obituary(
        0,
        OptionalInt.empty(),
        e.what(),
        e.output().isEmpty() ? List.of() : List.of(e.output()),
        null,
        e,
        e.command(),
        Duration.ZERO,
        0);
  }

  /**
   * @param cause the exception for which it could not be set up, or null
   * @param initializerFailures workers in a row that the initializer ended, 0 when it did not
   */
  Obituary of(String inWords, @Nullable Throwable cause, Ending ending, int initializerFailures) {
    List<String> tail = new ArrayList<>(lines.errorTail());
    tail.addAll(ending.stderrTail());
    Path errorFile = ending.errorFile();
    return new Obituary(
        ending.pid(),
        ending.exitCode(),
        inWords,
        tail.subList(Math.max(0, tail.size() - WorkerLines.TAIL), tail.size()),
        errorFile == null || !Files.exists(errorFile) ? null : errorFile,
        cause,
        command.get(),
        Duration.between(startedAt, Instant.now()),
        initializerFailures);
  }
}
