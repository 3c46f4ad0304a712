package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.MultiprocessingContext;
import org.jvmpool.Settings;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.shared.SharedQueue;

/**
 * A process that halts before its first store to shared memory in {@code put} or {@code take},
 * before its second, and so on, until it has done what it was to do: the real thing beside the
 * simulated deaths of {@code KilledAtAnyStoreTest}.
 */
@Behaviour
class HaltedAtAnyStoreTest {
  private static final int HALTED = 17;

  /** More stores than either has. */
  private static final int MANY = 50;

  /** What happens around one process. */
  private interface Scenario {
    /** What it does; before the store of that number, from 1, it halts. */
    VoidTask victim(int store) throws Exception;

    void after(boolean returned) throws Exception;
  }

  private static void atEachStore(ThrowingSupplier scenarios) throws Exception {
    try (MultiprocessingContext mp = Multiprocessing.local(Settings.defaults().withSpares(2))) {
      boolean returned = false;
      int store = 0;
      while (!returned) {
        store++;
        assertTrue(store < MANY, "the victim never survives");
        Scenario scenario = scenarios.get();
        JvmProcess victim = mp.process(scenario.victim(store)).start();
        assertTrue(victim.join(Eventually.LIMIT), victim::toString);
        returned = victim.exitCode().equals(OptionalInt.of(0));
        assertEquals(OptionalInt.of(returned ? 0 : HALTED), victim.exitCode());
        scenario.after(returned);
      }
      assertTrue(store > 2, "only " + store + " stores were seen");
    }
  }

  @FunctionalInterface
  private interface ThrowingSupplier {
    Scenario get() throws Exception;
  }

  /** In the victim: from now on it counts its stores, which are made by classes that do not say. */
  private static void haltBefore(int store) throws ReflectiveOperationException {
    AtomicInteger left = new AtomicInteger(store);
    watch(
        () -> {
          if (left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(HALTED);
          }
        });
  }

  private static void watch(Runnable beforeStore) throws ReflectiveOperationException {
    Class<?> stores = Class.forName("org.jvmpool.worker.family.Stores");
    Field watcher = stores.getDeclaredField("watcher");
    watcher.setAccessible(true);
    Class<?> type = watcher.getType();
    watcher.set(
        null,
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              beforeStore.run();
              return null;
            }));
  }

  @Test
  void inPutLeavesAllThatWasPutAndAQueueThatWorks() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
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
      haltBefore(store);
      queue.put("victim's second");
      watch(() -> {});
    };
  }

  @Test
  void inTakeLosesNothingElseAndLeavesAQueueThatWorks() throws Exception {
    atEachStore(
        () ->
            new Scenario() {
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
      haltBefore(store);
      assertEquals(2, queue.take());
      watch(() -> {});
    };
  }
}
