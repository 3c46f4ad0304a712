package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.WorkerOutput;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/** What a task prints, and what it reads, has nothing to do with the pool's pipes (39). */
@Behaviour
class OutputTest {
  private static List<String> texts(List<WorkerOutput.Line> lines) {
    return lines.stream().map(WorkerOutput.Line::text).toList();
  }

  @Test
  void aLineIsThereBeforeTheResultOfItsTask() {
    List<WorkerOutput.Line> lines = new CopyOnWriteArrayList<>();
    try (Pool pool = Pool.builder().workers(1).output(WorkerOutput.to(lines::add)).build()) {
      for (int i = 0; i < 50; i++) {
        int number = i;
        pool.apply(() -> System.out.println("line " + number + " äß漢"));
        assertTrue(texts(lines).contains("line " + number + " äß漢"), lines::toString);
      }
      assertEquals(50, lines.size());
      WorkerOutput.Line line = lines.get(0);
      assertFalse(line.error());
      assertEquals(pool.workers().get(0).pid(), line.pid());
      assertEquals(pool.workers().get(0).index(), line.worker());
    }
  }

  @Test
  void whatGoesToStandardErrorIsMarked() {
    List<WorkerOutput.Line> lines = new CopyOnWriteArrayList<>();
    try (Pool pool = Pool.builder().workers(1).output(WorkerOutput.to(lines::add)).build()) {
      pool.apply(
          () -> {
            System.out.println("out");
            System.err.println("err");
          });
      Eventually.until(() -> lines.size() == 2);
      for (WorkerOutput.Line line : lines) {
        assertEquals(line.text().equals("err"), line.error(), lines::toString);
      }
    }
  }

  @Test
  void aTextWithoutLineEndIsDeliveredWithItsTask() {
    List<WorkerOutput.Line> lines = new CopyOnWriteArrayList<>();
    try (Pool pool = Pool.builder().workers(1).output(WorkerOutput.to(lines::add)).build()) {
      pool.apply(() -> System.out.print("no end"));
      Eventually.until(() -> texts(lines).equals(List.of("no end")));
      pool.apply(() -> System.out.print("a\nb\r\nc\n"));
      Eventually.until(() -> texts(lines).equals(List.of("no end", "a", "b", "c")));
    }
  }

  @Test
  void manyLinesOfManyWorkersArriveWholeAndInOrder() {
    List<WorkerOutput.Line> lines = new CopyOnWriteArrayList<>();
    try (Pool pool = Pool.builder().workers(2).output(WorkerOutput.to(lines::add)).build()) {
      pool.map(
          x -> {
            for (int i = 0; i < 100; i++) {
              System.out.println("task " + x + " line " + i + " " + "x".repeat(i));
            }
            return x;
          },
          Tasks.upTo(10),
          1);
      for (int task = 0; task < 10; task++) {
        String prefix = "task " + task + " line ";
        List<String> expected =
            IntStream.range(0, 100).mapToObj(i -> prefix + i + " " + "x".repeat(i)).toList();
        assertEquals(expected, texts(lines).stream().filter(t -> t.startsWith(prefix)).toList());
      }
    }
  }

  @Test
  void aLongLineDoesNotBlock() {
    List<WorkerOutput.Line> lines = new CopyOnWriteArrayList<>();
    try (Pool pool = Pool.builder().workers(1).output(WorkerOutput.to(lines::add)).build()) {
      pool.apply(() -> System.out.println("x".repeat(3_000_000)));
      assertEquals(3_000_000, lines.stream().mapToLong(l -> l.text().length()).sum());
      pool.apply(() -> System.err.println("y".repeat(3_000_000)));
      Eventually.until(() -> lines.stream().mapToLong(l -> l.text().length()).sum() == 6_000_000);
    }
  }

  @Test
  void linesOfARunningTaskArriveWhileItRuns(@TempDir Path dir) throws Exception {
    List<WorkerOutput.Line> lines = new CopyOnWriteArrayList<>();
    try (Pool pool = Pool.builder().workers(1).output(WorkerOutput.to(lines::add)).build();
        Gate gate = Gate.in(dir)) {
      AsyncResult<Void> result =
          pool.applyAsync(
              () -> {
                System.out.println("started");
                gate.pass();
              });
      Eventually.until(() -> texts(lines).contains("started"));
      assertFalse(result.ready());
      gate.open();
      Outcome.of(result);
    }
  }

  @Test
  void aConsumerThatThrowsHurtsNothing() {
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .output(
                WorkerOutput.to(
                    line -> {
                      throw new IllegalStateException("thrown by a consumer, as the test wants");
                    }))
            .build()) {
      for (int i = 0; i < 5; i++) {
        pool.apply(() -> System.out.println("x"));
      }
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @Test
  void discardedOutputDisturbsNobody() {
    try (Pool pool = Pool.builder().workers(1).output(WorkerOutput.discard()).build()) {
      pool.apply(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              System.out.println("out " + i);
              System.err.println("err " + i);
            }
          });
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  /** A program whose task prints, with the output that is the default. */
  public static final class Printing {
    public static void main(String[] args) {
      try (Pool pool = Pool.create(1)) {
        pool.apply(() -> System.out.println("out of the task"));
        pool.apply(() -> System.err.println("err of the task"));
        System.out.println("after the tasks");
      }
    }
  }

  @Test
  void byDefaultItIsPrintedByTheParentInOrderAndNothingElseIs() throws Exception {
    try (ChildProgram program = ChildProgram.start(Printing.class)) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of("out of the task", "after the tasks"), program.out());
      assertEquals(List.of("err of the task"), program.err());
    }
  }

  @Test
  void standardInputIsEmpty() {
    try (Pool pool = Pool.create(1)) {
      for (int i = 0; i < 3; i++) {
        assertEquals(-1, pool.<Integer>apply(() -> System.in.read()));
        assertEquals(0, pool.<Integer>apply(() -> System.in.readAllBytes().length));
      }
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @Test
  void aGrandchildThatSharesTheStreamsDisturbsNothing() {
    List<WorkerOutput.Line> lines = new CopyOnWriteArrayList<>();
    try (Pool pool = Pool.builder().workers(1).output(WorkerOutput.to(lines::add)).build()) {
      for (int i = 0; i < 10; i++) {
        int number = i;
        int exit =
            pool.apply(
                () ->
                    new ProcessBuilder(
                            "sh", "-c", "echo noise " + number + "; echo err >&2; cat; exit 3")
                        .inheritIO()
                        .start()
                        .waitFor());
        assertEquals(3, exit);
        assertEquals(i * i, pool.<Integer, Integer>apply(Tasks::square, i));
      }
      Eventually.until(() -> texts(lines).contains("noise 9"));
    }
  }

  @Test
  void aGrandchildThatOutlivesItsWorkerDoesNotHoldThePool() {
    List<Long> sleepers = new ArrayList<>();
    try (Pool pool = Pool.create(1)) {
      sleepers.add(pool.apply(() -> new ProcessBuilder("sleep", "30").inheritIO().start().pid()));
    }
    sleepers.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  @Test
  void writingToTheRawDescriptorsDisturbsNothing() {
    List<WorkerOutput.Line> lines = new CopyOnWriteArrayList<>();
    try (Pool pool = Pool.builder().workers(1).output(WorkerOutput.to(lines::add)).build()) {
      for (int i = 0; i < 5; i++) {
        pool.apply(
            () -> {
              new java.io.FileOutputStream(java.io.FileDescriptor.out)
                  .write("raw out\n".getBytes());
              new java.io.FileOutputStream(java.io.FileDescriptor.err)
                  .write("raw err\n".getBytes());
            });
        assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      }
      Eventually.until(() -> texts(lines).stream().filter("raw out"::equals).count() == 5);
    }
  }

  @Test
  void aTaskThatClosesItsStreamsDisturbsNothing() {
    try (Pool pool = Pool.create(1)) {
      pool.apply(
          () -> {
            System.out.close();
            System.err.close();
            System.in.close();
          });
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
      pool.apply(() -> System.out.println("into the void"));
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }

  @Test
  void outputGivenToALoggerThatNobodyHearsDisturbsNothing() {
    try (Pool pool = Pool.builder().workers(1).output(WorkerOutput.slf4j()).build()) {
      pool.apply(() -> System.out.println("to the logger"));
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }
}
