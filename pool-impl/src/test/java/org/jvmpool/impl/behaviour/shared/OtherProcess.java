package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.jvmpool.JvmProcess;
import org.jvmpool.impl.testkit.Eventually;

/** A process of its own, which ends with what it runs. */
public final class OtherProcess implements Elsewhere {
  private final JvmProcess process;

  OtherProcess(JvmProcess process) {
    this.process = process;
  }

  JvmProcess process() {
    return process;
  }

  @Override
  public void join() throws InterruptedException {
    assertTrue(process.join(Eventually.LIMIT), () -> "still runs: " + process);
    assertEquals(
        OptionalInt.of(0), process.exitCode(), () -> process + " threw, see the output above");
  }

  /** Ends it the hard way, wherever it is, and waits for its end. */
  public void kill() throws InterruptedException {
    process.kill();
    assertTrue(process.join(Eventually.LIMIT), () -> "cannot be killed: " + process);
  }
}
