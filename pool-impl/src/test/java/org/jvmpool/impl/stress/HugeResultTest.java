package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.HouseCheck;

/** Values that are larger than any buffer of the way. */
@Tag("stress")
@ExtendWith(HouseCheck.class)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HugeResultTest {
  private static final int BYTES = 1_200_000_000;

  /** Gets one array, and then something small. */
  static final class Huge {
    private Huge() {}

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
    List<String> out = Program.output(Huge.class, "-Xmx5g");
    assertEquals(List.of("wrong 0", "square 49"), out, out::toString);
  }
}
