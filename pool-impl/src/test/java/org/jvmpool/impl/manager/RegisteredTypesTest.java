package org.jvmpool.impl.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.jvmpool.Pool;
import org.jvmpool.ProcessException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedMap;

/** Types of one's own in a manager. */
@Behaviour
class RegisteredTypesTest {
  interface Counter {
    int add(int n);

    Counter child(String name);

    void fail(String why) throws IOException;

    default int increment() {
      return add(1);
    }

    long pid();
  }

  static final class CounterImpl implements Counter {
    private final AtomicInteger count = new AtomicInteger();
    private final String name;

    CounterImpl(String name) {
      this.name = name;
    }

    @Override
    public int add(int n) {
      return count.addAndGet(n);
    }

    @Override
    public Counter child(String childName) {
      return new CounterImpl(childName);
    }

    @Override
    public void fail(String why) throws IOException {
      throw new FileNotFoundException(why);
    }

    @Override
    public long pid() {
      return Tasks.pid();
    }

    @Override
    public String toString() {
      return name + "=" + count;
    }
  }

  private static Manager start() {
    return Manager.builder().register(Counter.class, () -> new CounterImpl("root")).start();
  }

  @Test
  void aProxyImplementsTheInterface() {
    try (Manager manager = start();
        Pool pool = Pool.create(1)) {
      Counter counter = manager.create(Counter.class);
      assertEquals(3, counter.add(3));
      assertEquals(4, counter.increment());
      assertNotEquals(Tasks.pid(), counter.pid());
      assertEquals(9, pool.<Integer>apply(() -> counter.add(5)));
      assertEquals("root=9", counter.toString());
    }
  }

  @Test
  void whatItThrowsArrivesAsItselfWithItsTrace() {
    try (Manager manager = start()) {
      Counter counter = manager.create(Counter.class);
      FileNotFoundException thrown =
          assertThrows(FileNotFoundException.class, () -> counter.fail("gone"));
      assertEquals("gone", thrown.getMessage());
      assertTrue(
          List.of(thrown.getStackTrace()).stream()
              .anyMatch(frame -> frame.getMethodName().equals("fail")));
    }
  }

  @Test
  void aMethodMayReturnAProxyAndProxiesOfOneObjectAreEqual() {
    try (Manager manager = start()) {
      Counter root = manager.create(Counter.class);
      Counter child = root.child("child");
      assertEquals(1, child.increment());
      assertEquals("child=1", child.toString());
      assertNotEquals(root, child);
      SharedMap<String, Counter> dict = manager.dict();
      dict.put("child", child);
      assertEquals(child, dict.get("child"));
      assertEquals(child.hashCode(), dict.get("child").hashCode());
      assertEquals(2, dict.get("child").increment());
      manager.release(child);
      assertThrows(IllegalStateException.class, child::increment);
    }
  }

  @Test
  void mistakesAreRefusedWhereTheyAreMade() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Manager.builder().register(CounterImpl.class, () -> new CounterImpl("x")));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Manager.builder()
                .register(Counter.class, () -> new CounterImpl("x"))
                .register(Counter.class, () -> new CounterImpl("y")));
    try (Manager manager = start()) {
      IllegalArgumentException unknown =
          assertThrows(IllegalArgumentException.class, () -> manager.create(Runnable.class));
      assertTrue(unknown.getMessage().contains(Counter.class.getName()), unknown.getMessage());
    }
  }

  @Test
  void theInitializerRunsInTheServerAndItsFailureFailsTheStart() {
    try (Manager manager =
        Manager.builder().initializer(() -> System.setProperty("manager.test", "set")).start()) {
      SharedMap<String, String> dict = manager.dict();
      assertEquals("set", dict.computeIfAbsent("p", key -> System.getProperty("manager.test")));
    }
    ProcessException failed =
        assertThrows(
            ProcessException.class,
            () ->
                Manager.builder()
                    .initializer(
                        () -> {
                          throw new IOException("no disk");
                        })
                    .start());
    failsForItsInitializer(failed);
    failsForItsInitializer(
        assertThrows(
            ProcessException.class,
            () ->
                Manager.builder()
                    .initializer(
                        () -> {
                          throw new IOException("no disk");
                        })
                    .serve()));
  }

  private static void failsForItsInitializer(ProcessException failed) {
    assertTrue(failed.getMessage().contains("its initializer threw"), failed.getMessage());
    assertTrue(failed.getMessage().contains("no disk"), failed.getMessage());
    assertInstanceOf(IOException.class, failed.getCause());
  }
}
