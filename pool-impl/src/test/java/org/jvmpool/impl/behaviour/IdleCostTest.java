package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.ProcessorTime;

/** A pool that waits costs nothing. */
@Behaviour
class IdleCostTest {

  @Test
  void limitsThatAreFarAwayUseNoProcessorTime() throws Exception {
    try (ChildProgram program = ChildProgram.start(FarLimits.class)) {
      long used = Long.parseLong(program.awaitLine("used ms: "));
      assertTrue(used < 400, () -> used + " ms of processor time in 2 s: " + program);
      assertEquals(0, program.awaitExit(), program::toString);
    }
  }

  /** One worker runs under a limit, one is idle under another. */
  static final class FarLimits {
    private FarLimits() {}

    public static void main(String[] args) throws Exception {
      Duration far = Duration.ofMinutes(5);
      try (Pool pool =
          Pool.builder()
              .workers(2)
              .taskTimeout(far)
              .idleTimeout(far)
              .maxTasksPerWorker(9)
              .build()) {
        pool.map(x -> x, List.of(1, 2, 3, 4), 1);
        pool.applyAsync(() -> new CountDownLatch(1).await());
        System.out.println("used ms: " + ProcessorTime.millisOfTwoSeconds());
        pool.terminate();
      }
    }
  }
}
