package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.HouseCheck;
import org.jvmpool.impl.testkit.TestLibraries;

/** Values that are larger than any buffer of the way. */
@Tag("stress")
@ExtendWith(HouseCheck.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HugeResultTest {
  private static final int BYTES = 1_200_000_000;

  /** Gets one array, and then something small. */
  public static final class Program {
    public static void main(String[] args) {
      try (Pool pool = Pool.builder().workers(1).maxHeap("5g").build()) {
        byte[] result =
            pool.apply(
                () -> {
                  byte[] bytes = new byte[BYTES];
                  for (int i = 0; i < BYTES; i++) {
                    bytes[i] = patternAt(i);
                  }
                  return bytes;
                });
        int wrong = result.length == BYTES ? 0 : 1;
        for (int i = 0; i < result.length; i++) {
          wrong += result[i] == patternAt(i) ? 0 : 1;
        }
        System.out.println("wrong " + wrong);
        System.out.println("square " + pool.apply(x -> x * x, 7));
      }
    }

    private static byte patternAt(int index) {
      return (byte) (index * 31 + (index >>> 16));
    }
  }

  @Test
  void aResultAboveOneGibibyteArrivesWhole() throws Exception {
    Process program =
        new ProcessBuilder(
                List.of(
                    TestLibraries.java(),
                    "-Xmx5g",
                    "-cp",
                    TestLibraries.classPath(TestLibraries.home(Program.class)),
                    Program.class.getName()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      List<String> out = program.inputReader().lines().toList();
      program.waitFor(10, TimeUnit.SECONDS);
      assertEquals(List.of("wrong 0", "square 49"), out, out::toString);
    } finally {
      program.descendants().forEach(ProcessHandle::destroyForcibly);
      program.destroyForcibly();
    }
  }
}
