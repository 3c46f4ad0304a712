package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.jvmpool.JvmProcess;
import org.jvmpool.impl.testkit.Eventually;

/** Something that runs in another process of an engine. What it throws makes {@link #join} fail. */
public final class Elsewhere {
  private final JvmProcess process;

  Elsewhere(JvmProcess process) {
    this.process = process;
  }

  JvmProcess process() {
    return process;
  }

  /** Waits until it has returned; fails if it threw. */
  public void join() throws InterruptedException {
    assertTrue(process.join(Eventually.LIMIT), () -> "still runs: " + process);
    assertEquals(
        OptionalInt.of(0), process.exitCode(), () -> process + " threw, see the output above");
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it the hard way, wherever it is, and waits for its end. */
  public void kill() throws InterruptedException {
    process.kill();
    assertTrue(process.join(Eventually.LIMIT), () -> "cannot be killed: " + process);
  }
}
