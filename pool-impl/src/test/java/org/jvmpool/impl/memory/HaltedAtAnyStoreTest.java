package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvmpool.Multiprocessing;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.shared.SharedQueue;

/**
 * A process that halts before its first store to shared memory in {@code put} or {@code take},
 * before its second, and so on, until it has done what it was to do: the real thing beside the
 * simulated deaths of {@code KilledAtAnyStoreTest}.
 */
@Behaviour
class HaltedAtAnyStoreTest {
  @Test
  void inPutLeavesAllThatWasPutAndAQueueThatWorks() throws Exception {
    Halted.atEachStore(
        () ->
            new Halted.Scenario() {
              private final SharedQueue<String> queue = Multiprocessing.local().queue();

              @Override
              public VoidTask victim(int store) throws Exception {
                queue.put("first");
                return puts(queue, store);
              }

              @Override
              public void after(boolean returned) throws Exception {
                queue.put("last");
                List<String> seen = new ArrayList<>();
                queue.drainTo(seen, 10);
                assertEquals(
                    seen.contains("victim's second") || returned
                        ? List.of("first", "victim's first", "victim's second", "last")
                        : List.of("first", "victim's first", "last"),
                    seen);
                assertEquals(0, queue.size());
                queue.close();
              }
            });
  }

  private static VoidTask puts(SharedQueue<String> queue, int store) {
    return () -> {
      queue.put("victim's first");
      Halted.haltBefore(store, () -> queue.put("victim's second"));
    };
  }

  @Test
  void inTakeLosesNothingElseAndLeavesAQueueThatWorks() throws Exception {
    Halted.atEachStore(
        () ->
            new Halted.Scenario() {
              private final SharedQueue<Integer> queue = Multiprocessing.local().queue(4);

              @Override
              public VoidTask victim(int store) throws Exception {
                for (int i = 1; i <= 4; i++) {
                  queue.put(i);
                }
                return takes(queue, store);
              }

              @Override
              public void after(boolean returned) throws Exception {
                List<Integer> left = new ArrayList<>();
                queue.drainTo(left, 10);
                assertEquals(left.size() == 2 || returned ? List.of(3, 4) : List.of(2, 3, 4), left);
                queue.put(5);
                assertEquals(5, queue.take());
                queue.close();
              }
            });
  }

  private static VoidTask takes(SharedQueue<Integer> queue, int store) {
    return () -> {
      assertEquals(1, queue.take());
      Halted.haltBefore(store, () -> assertEquals(2, queue.take()));
    };
  }
}
