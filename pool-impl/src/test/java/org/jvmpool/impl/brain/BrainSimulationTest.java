package org.jvmpool.impl.brain;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random schedules against a {@link Model}, a million steps in every build. One half of the seeds
 * is the same in each build, the other is new. {@code -Djvmpool.simulation.seed=N} runs one
 * schedule, {@code -Djvmpool.simulation.steps=N} so many steps.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BrainSimulationTest {
  private static final long STEPS = Long.getLong("jvmpool.simulation.steps", 1_000_000) / 2;

  @Test
  void keepsItsPromisesInAMillionRandomSteps() {
    Long one = Long.getLong("jvmpool.simulation.seed");
    if (one != null) {
      System.out.println("Brain simulation, seed " + one + ": " + Simulation.run(one) + " steps");
      return;
    }
    long base = ThreadLocalRandom.current().nextLong();
    System.out.println("Brain simulation, base seeds 1 and " + base);
    run(1);
    run(base);
  }

  private static void run(long base) {
    Chance seeds = new Chance(base);
    long steps = 0;
    while (steps < STEPS) {
      steps += Simulation.run(seeds.anything());
    }
  }
}
