package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Tasks;

/** A parent that is killed the hard way takes its workers along, and leaves no file for long. */
@Stress
class ParentKilledTest {
  /** A pool of four workers: two busy, two idle; or on the way up. */
  public static final class Program {
    public static void main(String[] args) throws Exception {
      Pool pool = Pool.create(4);
      if (args[0].equals("end")) {
        pool.apply(() -> 1);
        pool.terminate();
        System.out.println("done");
        return;
      }
      if (args[0].equals("working")) {
        pool.map(
            x -> {
              Thread.sleep(100);
              return x;
            },
            Tasks.upTo(16),
            1);
        for (int i = 0; i < 2; i++) {
          pool.applyAsync(
              () -> {
                System.out.println("spinning");
                while (true) {
                  Thread.onSpinWait();
                }
              });
        }
        while (pool.stats().busy() < 2 || pool.workers().size() < 4) {
          Thread.sleep(5);
        }
      } else {
        while (pool.workers().stream().filter(w -> w.pid() != 0).count() < 4) {
          Thread.sleep(1);
        }
        Thread.sleep(Long.parseLong(args[1]));
      }
      System.out.println(
          "workers "
              + pool.workers().stream().map(w -> "" + w.pid()).collect(Collectors.joining(" ")));
      System.out.flush();
      Tasks.linger();
    }
  }

  private static List<Path> filesOf(long pid) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String place : List.of("/dev/shm", System.getProperty("java.io.tmpdir"))) {
      if (Files.isDirectory(Path.of(place))) {
        try (DirectoryStream<Path> entries =
            Files.newDirectoryStream(Path.of(place), "jvmpool*-" + pid + "-*")) {
          entries.forEach(files::add);
        }
      }
    }
    return files;
  }

  private static long killAndMeasure(ChildProgram program, Duration limit) {
    List<Long> workers = new ArrayList<>();
    for (String pid : program.awaitLine("workers ").split(" ")) {
      workers.add(Long.valueOf(pid));
    }
    assertEquals(4, workers.size());
    program.process().destroyForcibly();
    long start = System.nanoTime();
    Eventually.until(limit, () -> workers.stream().noneMatch(Tasks::isAlive));
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private static void assertNoFilesAfterTheNextStart(List<Long> parents) throws Exception {
    try (ChildProgram next = ChildProgram.start(Program.class, "end")) {
      assertEquals(0, next.awaitExit(), next::toString);
      parents.add(next.process().pid());
    }
    for (long parent : parents) {
      assertEquals(List.of(), filesOf(parent));
    }
  }

  @Test
  void busyAndIdleWorkersAreGoneWithinASecond() throws Exception {
    Load load = Load.of("parents killed with workers busy and idle");
    int rounds = Load.times(5);
    List<Long> parents = new ArrayList<>();
    List<Long> millis = new ArrayList<>();
    try {
      for (int round = 0; round < rounds; round++) {
        try (ChildProgram program = ChildProgram.start(Program.class, "working")) {
          parents.add(program.process().pid());
          millis.add(killAndMeasure(program, Duration.ofSeconds(1)));
        }
      }
      assertNoFilesAfterTheNextStart(parents);
    } finally {
      load.figure("gone after ms", millis).print();
    }
  }

  @Test
  void startingWorkersAreGoneSoonToo() throws Exception {
    Load load = Load.of("parents killed while workers start");
    Random random = load.random(0);
    int rounds = Load.times(10);
    List<Long> parents = new ArrayList<>();
    List<Long> millis = new ArrayList<>();
    int leftBehind = 0;
    try {
      for (int round = 0; round < rounds; round++) {
        try (ChildProgram program =
            ChildProgram.start(Program.class, "starting", "" + random.nextInt(1200))) {
          parents.add(program.process().pid());
          // They notice when they are up; four JVMs that start at a time may take a while.
          millis.add(killAndMeasure(program, Duration.ofSeconds(10)));
          leftBehind += filesOf(program.process().pid()).size();
        }
      }
      assertNoFilesAfterTheNextStart(parents);
    } finally {
      load.figure("gone after ms", millis).figure("files until the next start", leftBehind).print();
    }
  }
}
