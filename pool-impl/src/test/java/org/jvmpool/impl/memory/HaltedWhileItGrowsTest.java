package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvmpool.Multiprocessing;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.stress.Stress;
import org.jvmpool.shared.SharedQueue;

/**
 * As {@link HaltedAtAnyStoreTest}, where a queue grows: a {@code put} that adds one ring or
 * several, one of a message larger than a ring or with a file of its own, and a {@code take} that
 * reads on in the next ring or reads such a file.
 */
@Stress
class HaltedWhileItGrowsTest {
  /** Some of them fill the first ring of a queue. */
  private static final int LONG = 5_000;

  /** More than the first ring holds; the next one is made for it. */
  private static final int LONGER_THAN_A_RING = 100_000;

  /** More than any ring takes. */
  private static final int OF_ITS_OWN = 3 << 20;

  private static String text(int number, int length) {
    return number + "x".repeat(length);
  }

  /** The texts of these lengths, from one to before another. */
  private static List<String> texts(int[] lengths, int from, int to) {
    List<String> texts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      texts.add(text(i, lengths[i]));
    }
    return texts;
  }

  /** All that is in it. */
  private static List<String> drained(SharedQueue<String> queue) {
    List<String> seen = new ArrayList<>();
    queue.drainTo(seen, 100);
    return seen;
  }

  /** A queue in which the victim puts these, behind one that is there. */
  private static void puts(int... lengths) throws Exception {
    Halted.atEachStore(
        () ->
            new Halted.Scenario() {
              private final SharedQueue<String> queue = Multiprocessing.local().queue();

              @Override
              public VoidTask victim(int store) throws Exception {
                queue.put("first");
                return putsAll(queue, lengths, store);
              }

              @Override
              public void after(boolean returned) throws Exception {
                queue.put("last");
                List<String> seen = drained(queue);
                int arrived = seen.size() - 2;
                assertTrue(
                    arrived >= 0 && (!returned || arrived == lengths.length),
                    () -> arrived + " have arrived");
                List<String> expected = new ArrayList<>(List.of("first"));
                expected.addAll(texts(lengths, 0, arrived));
                expected.add("last");
                assertEquals(expected, seen);
                // Whatever the victim left half made is made anew.
                for (int i = 0; i < 10; i++) {
                  queue.put(text(i, LONG));
                }
                for (int i = 0; i < 10; i++) {
                  assertEquals(text(i, LONG), queue.take());
                }
                assertNull(queue.poll());
                queue.close();
              }
            });
  }

  private static VoidTask putsAll(SharedQueue<String> queue, int[] lengths, int store) {
    return () ->
        Halted.haltBefore(
            store,
            () -> {
              for (String text : texts(lengths, 0, lengths.length)) {
                queue.put(text);
              }
            });
  }

  @Test
  void inPutsThatAddRingsLeavesAllThatWasPutInItsOrder() throws Exception {
    puts(LONG, LONG, LONG, LONG);
  }

  @Test
  void inAPutThatIsLargerThanTheRingLeavesAllThatWasPut() throws Exception {
    puts(LONGER_THAN_A_RING, 10);
  }

  @Test
  void inAPutWithAFileOfItsOwnLeavesAllThatWasPut() throws Exception {
    puts(OF_ITS_OWN, 10);
  }

  /** A queue of these, of which the victim takes all. */
  private static void takes(int... lengths) throws Exception {
    Halted.atEachStore(
        () ->
            new Halted.Scenario() {
              private final SharedQueue<String> queue = Multiprocessing.local().queue();

              @Override
              public VoidTask victim(int store) throws Exception {
                for (String text : texts(lengths, 0, lengths.length)) {
                  queue.put(text);
                }
                return takesAll(queue, lengths, store);
              }

              @Override
              public void after(boolean returned) throws Exception {
                queue.put("last");
                List<String> left = drained(queue);
                int taken = lengths.length + 1 - left.size();
                assertTrue(
                    taken >= 0 && (returned ? taken == lengths.length : taken <= lengths.length),
                    () -> taken + " were taken");
                List<String> expected = texts(lengths, taken, lengths.length);
                expected.add("last");
                assertEquals(expected, left);
                assertNull(queue.poll());
                queue.close();
              }
            });
  }

  private static VoidTask takesAll(SharedQueue<String> queue, int[] lengths, int store) {
    return () ->
        Halted.haltBefore(
            store,
            () -> {
              for (String text : texts(lengths, 0, lengths.length)) {
                assertEquals(text, queue.take());
              }
            });
  }

  @Test
  void inTakesThatReadOnInTheNextRingLosesNothingElse() throws Exception {
    takes(LONG, LONG, LONG, LONG, LONG);
  }

  @Test
  void inTakesOfMessagesLargerThanARingOrWithFilesOfTheirOwnLosesNothingElse() throws Exception {
    takes(10, LONGER_THAN_A_RING, OF_ITS_OWN, 10);
  }
}
