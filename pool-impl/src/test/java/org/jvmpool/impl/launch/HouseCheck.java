package org.jvmpool.impl.launch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each test nothing is left: no child process, no thread of ours, no file. Threads that were
 * there before serve the whole JVM, or belong to an earlier test.
 */
final class HouseCheck implements BeforeEachCallback, AfterEachCallback {
  private List<String> threadsBefore = List.of();

  @Override
  public void beforeEach(ExtensionContext context) {
    threadsBefore = threads();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () -> {
              assertEquals(List.of(), children());
              assertEquals(List.of(), threadsLeft());
              assertEquals(List.of(), directories());
            });
  }

  static List<ProcessHandle> children() {
    return ProcessHandle.current().children().toList();
  }

  private List<String> threadsLeft() {
    List<String> left = new ArrayList<>(threads());
    threadsBefore.forEach(left::remove);
    return left;
  }

  static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("jvmpool-"))
        .toList();
  }

  static List<Path> directories() throws IOException {
    return directories(ProcessHandle.current().pid());
  }

  static List<Path> directories(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(
              file -> file.getFileName().toString().matches("jvmpool-launch-\\d+-" + pid + "-.*"))
          .toList();
    }
  }
}
