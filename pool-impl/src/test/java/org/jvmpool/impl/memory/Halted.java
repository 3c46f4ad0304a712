package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.MultiprocessingContext;
import org.jvmpool.Settings;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Eventually;

/** Processes that halt before one of their stores to shared memory, each one store later. */
final class Halted {
  private static final int HALTED = 17;

  /** More stores than any of the operations has. */
  private static final int MANY = 100;

  private Halted() {}

  /** What happens around one process. */
  interface Scenario {
    /** What it does; before the store of that number, from 1, it halts. */
    VoidTask victim(int store) throws Exception;

    void after(boolean returned) throws Exception;
  }

  static void atEachStore(Scenarios scenarios) throws Exception {
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
  interface Scenarios {
    Scenario get() throws Exception;
  }

  /**
   * In the victim: runs something during which it counts its stores, which are made by classes that
   * do not say.
   */
  static void haltBefore(int store, VoidTask task) throws Exception {
    haltBefore(store);
    task.run();
    watch(() -> {});
  }

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
}
