package org.jvmpool.impl.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jvmpool.worker.WorkerJvm;

/**
 * A mark in a child's environment that all it starts inherit, so that they are found when the child
 * has died and they are nobody's children any more. A child of a child has the marks of both,
 * joined by colons.
 */
final class FamilyMark {
  private static final String VARIABLE = "JVMPOOL_WORKER";
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Path PROCESSES = Path.of("/proc");

  private final String mark;

  private FamilyMark(String mark) {
    this.mark = mark;
  }

  /** A mark that no other child of this machine has; puts it into the child's environment. */
  static FamilyMark put(Map<String, String> environment) {
    String mark =
        ProcessHandle.current().pid() + "-" + WorkerJvm.started() + "-" + NUMBERS.incrementAndGet();
    environment.merge(VARIABLE, mark, (inherited, own) -> inherited + ":" + own);
    return new FamilyMark(mark);
  }

  /**
   * The living processes that carry the mark, as Linux tells in {@code /proc}; none on other
   * systems. A process that has replaced its environment is not found.
   */
  List<ProcessHandle> carriers() {
    List<ProcessHandle> carriers = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        if (isMarked(process.resolve("environ"))) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .filter(ProcessHandle::isAlive)
              .ifPresent(carriers::add);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // There is no /proc here.
    }
    return carriers;
  }

  private boolean isMarked(Path environ) {
    try {
      String all = '\0' + new String(Files.readAllBytes(environ), StandardCharsets.ISO_8859_1);
      int at = all.indexOf('\0' + VARIABLE + '=');
      if (at < 0) {
        return false;
      }
      String value = all.substring(at + VARIABLE.length() + 2, all.indexOf('\0', at + 1));
      return List.of(value.split(":")).contains(mark);
    } catch (IOException | StringIndexOutOfBoundsException e) {
      return false; // another user's, or it has just ended
    }
  }
}
