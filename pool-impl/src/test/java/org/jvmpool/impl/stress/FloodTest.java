package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvmpool.Pool;
import org.jvmpool.WorkerOutput;
import org.jvmpool.impl.testkit.HouseCheck;

/** Tasks that print more than the parent could ever hold. */
@Tag("stress")
@ExtendWith(HouseCheck.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FloodTest {
  private static final long BYTES = 1L << 30;

  /** Has a heap of 64 MiB, and a consumer that counts. */
  static final class Flooded {
    private Flooded() {}

    public static void main(String[] args) {
      LongAdder printed = new LongAdder();
      LongAdder raw = new LongAdder();
      WorkerOutput counting =
          WorkerOutput.to(line -> (line.error() ? raw : printed).add(line.text().length() + 1));
      try (Pool pool = Pool.builder().workers(2).output(counting).build()) {
        var outside =
            pool.applyAsync(
                () ->
                    new ProcessBuilder(
                            "sh", "-c", "yes " + "y".repeat(1023) + " | head -c " + BYTES)
                        .inheritIO()
                        .start()
                        .waitFor());
        pool.apply(
            () -> {
              byte[] line = "x".repeat(1023).concat("\n").getBytes();
              for (long i = 0; i < BYTES / line.length; i++) {
                System.out.write(line, 0, line.length);
              }
            });
        System.out.println("printed " + printed.sum());
        System.out.println("exit " + outside.join());
        System.out.println("square " + pool.apply(x -> x * x, 7));
      }
      System.out.println("raw " + raw.sum());
    }
  }

  @Test
  void aGibibyteOfEachKindIsTakenInBoundedMemory() throws Exception {
    List<String> out = Program.output(Flooded.class, "-Xmx64m", "-XX:+ExitOnOutOfMemoryError");
    assertEquals(
        List.of("printed " + BYTES, "exit 0", "square 49", "raw " + BYTES), out, out::toString);
  }
}
