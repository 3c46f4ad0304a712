package org.jvmpool.impl.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvmpool.Pool;
import org.jvmpool.ProcessException;
import org.jvmpool.SerializablePredicate;
import org.jvmpool.SerializableUnaryOperator;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.Namespace;
import org.jvmpool.manager.SharedList;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.manager.SharedReference;
import org.jvmpool.shared.SharedQueue;

/** What the objects of a manager mean, in a process of its own and on threads. */
@Behaviour
class ManagerTest {
  record Point(int x, int y) {}

  static final class Box implements Serializable {
    private static final long serialVersionUID = 1;
    int content;
  }

  /** One for all tests that do not look at the whole manager. */
  private static final Map<Engine, Manager> SHARED = new EnumMap<>(Engine.class);

  @BeforeAll
  static void start() {
    for (Engine engine : Engine.values()) {
      SHARED.put(engine, engine.multiprocessing().manager());
    }
  }

  @AfterAll
  static void end() {
    SHARED.values().forEach(Manager::close);
  }

  private static Manager shared(Engine engine) {
    return java.util.Objects.requireNonNull(SHARED.get(engine));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void workersAndTheirParentSeeTheSameDict(Engine engine) {
    Manager manager = shared(engine);
    try (Pool pool = engine.pool(2)) {
      SharedMap<Integer, Integer> squares = manager.dict();
      pool.map(n -> squares.put(n, n * n), List.of(1, 2, 3), 1);
      assertEquals(Map.of(1, 1, 2, 4, 3, 9), squares);
      squares.put(4, 16);
      assertEquals(16, pool.<Integer>apply(() -> squares.get(4)));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void functionsOfAThreadThatIsInterruptedRunAndItStaysInterrupted(Engine engine) {
    Manager manager = shared(engine);
    SharedMap<String, Integer> counts = manager.dict();
    SharedList<Integer> list = manager.list(List.of(1, 2, 3));
    SharedReference<Integer> variable = manager.value(1);
    Thread.currentThread().interrupt();
    try {
      assertEquals(1, counts.merge("k", 1, Integer::sum));
      assertEquals(2, counts.merge("k", 1, Integer::sum));
      assertEquals(20, counts.compute("k", (key, count) -> count * 10));
      assertTrue(list.removeIf((SerializablePredicate<Integer>) n -> n > 1));
      assertEquals(3, variable.update((SerializableUnaryOperator<Integer>) n -> n + 2));
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
    assertEquals(Map.of("k", 20), counts);
    assertEquals(List.of(1), list);
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> Integer sneak(Throwable thrown) throws X {
    throw (X) thrown;
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anInterruptedExceptionThatAFunctionDoesNotDeclareComesAsItself(Engine engine) {
    SharedMap<String, Integer> counts = shared(engine).dict();
    InterruptedException thrown =
        assertThrows(
            InterruptedException.class,
            () ->
                counts.compute(
                    "k",
                    (key, none) ->
                        ManagerTest.<RuntimeException>sneak(new InterruptedException("its own"))));
    assertEquals("its own", thrown.getMessage());
    assertFalse(counts.containsKey("k"));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void functionsRunInTheServerAtomically(Engine engine) {
    Manager manager = shared(engine);
    try (Pool pool = engine.pool(2)) {
      SharedMap<String, Integer> counts = manager.dict();
      pool.map(
          n -> {
            for (int i = 0; i < 100; i++) {
              counts.merge("n", 1, Integer::sum);
              counts.compute("twice", (key, value) -> value == null ? 2 : value + 2);
            }
            return n;
          },
          List.of(1, 2, 3, 4),
          1);
      assertEquals(Map.of("n", 400, "twice", 800), counts);
    }
  }

  @Test
  void aFunctionRunsInTheManagersProcess() {
    Manager manager = shared(Engine.PROCESSES);
    {
      SharedMap<String, Long> dict = manager.dict();
      long pid = dict.computeIfAbsent("pid", key -> Tasks.pid());
      assertFalse(pid == Tasks.pid());
      assertEquals(pid, dict.get("pid"));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aPlainLambdaWorksThroughCompareAndSet(Engine engine) {
    Manager manager = shared(engine);
    SharedMap<String, Integer> dict = manager.dict(Map.of("a", 1));
    Object here = new Object(); // does not travel
    BiFunction<String, Integer, Integer> plain =
        (key, value) -> here.hashCode() - here.hashCode() + (value == null ? 10 : value + 1);
    assertEquals(2, dict.compute("a", plain));
    assertEquals(10, dict.compute("b", plain));
    // Another one gets in between: the function runs again.
    List<Integer> seen = new ArrayList<>();
    BiFunction<String, Integer, Integer> disturbed =
        (key, value) -> {
          seen.add(value);
          if (seen.size() == 1) {
            dict.put(key, 100);
          }
          return value + 1;
        };
    assertEquals(101, dict.compute("a", disturbed));
    assertEquals(List.of(2, 100), seen);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aPlainNestedValueIsACopyAndAProxyIsNot(Engine engine) {
    Manager manager = shared(engine);
    SharedMap<String, List<Integer>> dict = manager.dict();
    dict.put("copy", new ArrayList<>(List.of(1)));
    dict.get("copy").add(2); // changes a copy, and nobody sees it
    assertEquals(List.of(1), dict.get("copy"));
    dict.compute(
        "copy",
        (key, list) -> {
          list.add(2);
          return list;
        });
    assertEquals(List.of(1, 2), dict.get("copy"));
    SharedList<Integer> shared = manager.list(List.of(1));
    dict.put("proxy", shared);
    dict.get("proxy").add(2);
    assertEquals(List.of(1, 2), shared);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void valuesOfAnyClassArriveEqual(Engine engine) {
    Manager manager = shared(engine);
    SharedMap<Object, Object> dict = manager.dict();
    dict.put(new Point(1, 2), new Point(3, 4));
    assertEquals(new Point(3, 4), dict.get(new Point(1, 2)));
    dict.put(List.of(1, "a"), Map.of("k", new int[0].length));
    assertTrue(dict.containsKey(new ArrayList<>(List.of(1, "a"))));
    assertTrue(dict.containsValue(new HashMap<>(Map.of("k", 0))));
    assertTrue(dict.remove(new Point(1, 2), new Point(3, 4)));
    assertThrows(TaskSerializationException.class, () -> dict.put("t", new Thread()));
    assertEquals(1, dict.size());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aFunctionSeesCopiesAndMayUseOtherObjects(Engine engine) {
    Manager manager = shared(engine);
    SharedMap<String, Integer> prices = manager.dict(Map.of("tea", 3));
    SharedMap<String, Integer> orders = manager.dict(Map.of("tea", 2));
    assertEquals(6, orders.compute("tea", (key, number) -> number * prices.get(key)));
    // It cannot wait for itself.
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> orders.compute("tea", (key, number) -> orders.put(key, 1)));
    assertTrue(refused.getMessage().contains("function"), refused.getMessage());
    assertEquals(6, orders.get("tea"));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void whatAFunctionThrowsArrivesAsItself(Engine engine) {
    Manager manager = shared(engine);
    SharedMap<String, Integer> dict = manager.dict(Map.of("a", 1));
    ArithmeticException thrown =
        assertThrows(ArithmeticException.class, () -> dict.compute("a", (k, v) -> v / (v - 1)));
    assertTrue(
        List.of(thrown.getStackTrace()).stream()
            .anyMatch(frame -> frame.getClassName().contains("ManagerTest")));
    assertEquals(1, dict.get("a"));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aSlowFunctionKeepsNobodyFromReading(Engine engine) throws Exception {
    Manager manager = shared(engine);
    SharedMap<String, Integer> dict = manager.dict(Map.of("a", 1, "b", 1));
    SharedQueue<String> told = manager.queue(0);
    SharedQueue<String> go = manager.queue(0);
    Thread slow =
        new Thread(
            () ->
                dict.compute(
                    "a",
                    (key, value) -> {
                      try {
                        told.put("running");
                        go.take();
                        return value + 1;
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
    slow.start();
    assertEquals("running", told.take());
    assertEquals(1, dict.get("a"));
    assertEquals(Map.of("a", 1, "b", 1), dict.snapshot());
    dict.put("b", 2);
    go.put("go");
    slow.join();
    assertEquals(Map.of("a", 2, "b", 2), dict);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aListHasItsFunctionsRunInTheServer(Engine engine) {
    Manager manager = shared(engine);
    SharedList<Integer> list = manager.list(List.of(3, 1, 2));
    list.sort((a, b) -> Integer.compare(b, a));
    assertEquals(List.of(3, 2, 1), list);
    list.replaceAll(n -> n * 10);
    assertTrue(list.removeIf(n -> n == 20));
    assertFalse(list.removeIf(n -> n == 20));
    assertEquals(List.of(30, 10), list.snapshot());
    list.sort((org.jvmpool.SerializableComparator<Integer>) null);
    assertEquals(List.of(10, 30), list);
    assertEquals("[10, 30]", list.toString());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anArrayKeepsItsSize(Engine engine) {
    Manager manager = shared(engine);
    SharedList<Integer> array = manager.array(List.of(1, 2, 3));
    array.set(0, 10);
    assertEquals(List.of(10, 2, 3), array);
    assertThrows(UnsupportedOperationException.class, () -> array.add(4));
    assertThrows(UnsupportedOperationException.class, () -> array.remove(0));
    assertThrows(UnsupportedOperationException.class, array::clear);
    assertThrows(IndexOutOfBoundsException.class, () -> array.set(3, 1));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aNamespaceHasNamedValues(Engine engine) {
    Manager manager = shared(engine);
    Namespace namespace = manager.namespace();
    namespace.set("x", 10);
    namespace.set("nothing", null);
    assertEquals(10, namespace.get("x", Integer.class));
    assertEquals(10, namespace.get("x", int.class));
    assertNull(namespace.get("nothing", String.class));
    assertEquals(Set.of("nothing", "x"), namespace.names());
    assertThrows(ClassCastException.class, () -> namespace.get("x", String.class));
    namespace.delete("x");
    NoSuchElementException missing =
        assertThrows(NoSuchElementException.class, () -> namespace.get("x", Integer.class));
    assertTrue(missing.getMessage().contains("\"x\""), missing.getMessage());
    assertThrows(NoSuchElementException.class, () -> namespace.delete("x"));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aVariableIsUpdatedInTheServer(Engine engine) {
    Manager manager = shared(engine);
    try (Pool pool = engine.pool(2)) {
      SharedReference<Integer> value = manager.value(1);
      pool.map(n -> value.update(v -> v + 1), List.of(1, 2, 3, 4), 1);
      assertEquals(5, value.get());
      value.set(7);
      assertEquals(7, value.get());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void proxiesNestAndGoThroughQueues(Engine engine) throws Exception {
    Manager manager = shared(engine);
    try (Pool pool = engine.pool(1)) {
      SharedMap<String, SharedMap<String, Integer>> outer = manager.dict();
      outer.put("inner", manager.dict());
      pool.apply(() -> outer.get("inner").put("a", 1));
      assertEquals(Map.of("a", 1), outer.get("inner"));
      SharedQueue<Object> queue = manager.queue(0);
      queue.put(outer);
      queue.put(manager);
      assertEquals(outer, queue.take());
      Manager again = (Manager) queue.take();
      assertEquals(manager, again);
      assertNotNull(again.dict());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anObjectLivesWhileItIsStoredOrHeld(Engine engine) {
    try (Manager manager = engine.multiprocessing().manager()) {
      SharedMap<String, Object> outer = manager.dict();
      SharedList<Integer> inner = manager.list(List.of(1));
      outer.put("inner", inner);
      assertEquals(2, manager.stats().objects());
      inner.close();
      assertThrows(IllegalStateException.class, inner::size);
      SharedList<?> again = (SharedList<?>) outer.get("inner"); // stored, so it lives
      assertEquals(1, again.size());
      outer.remove("inner");
      assertEquals(1, again.size()); // held here, so it lives
      again.close();
      assertEquals(1, manager.stats().objects());
      outer.put("self", outer);
      manager.release(outer);
      assertEquals(0, manager.stats().objects());
      assertThrows(IllegalStateException.class, outer::size);
      assertThrows(IllegalArgumentException.class, () -> manager.release("no proxy"));
    }
  }

  @Test
  void anObjectEndsWithTheProcessThatMadeItUnlessItIsStored() {
    try (Manager manager = Engine.PROCESSES.multiprocessing().manager()) {
      SharedMap<String, Object> kept = manager.dict();
      try (Pool pool = Pool.create(1)) {
        pool.apply(() -> kept.put("stored", manager.list(List.of(7))));
        pool.apply(
            () -> {
              manager.list(List.of(8));
            });
        assertEquals(3, manager.stats().objects());
      }
      org.jvmpool.impl.testkit.Eventually.until(() -> manager.stats().objects() == 2);
      assertEquals(List.of(7), kept.get("stored"));
    }
  }

  @Test
  void objectsThatComeAndGoLeaveNothingBehind() {
    try (Manager manager = Engine.PROCESSES.multiprocessing().manager()) {
      int each = 2_500;
      for (int i = 0; i < each; i++) {
        SharedMap<String, Object> dict = manager.dict();
        SharedList<Object> list = manager.list(List.of(dict));
        dict.close();
        list.close();
        manager.lock().close();
        manager.queue(1).close();
      }
      assertEquals(0, manager.stats().objects());
      assertEquals(1, manager.stats().processes());
      assertTrue(manager.stats().connections() <= 3, manager.stats()::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void wholeMapsGoInOneCall(Engine engine) {
    Manager manager = shared(engine);
    SharedMap<Integer, Integer> dict = manager.dict();
    Map<Integer, Integer> many = new HashMap<>();
    IntStream.range(0, 1000).forEach(i -> many.put(i, -i));
    dict.putAll(many);
    assertEquals(many, dict.snapshot());
    assertEquals(1000, dict.size());
    assertTrue(dict.keySet().removeAll(List.of(1, 2, 3)));
    assertEquals(997, dict.keySet().size());
    dict.replaceAll((key, value) -> value - 1);
    assertEquals(-11, dict.get(10));
    assertThrows(NullPointerException.class, () -> dict.put(1, null));
    assertThrows(NullPointerException.class, () -> dict.get(null));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void wrongArgumentsAreRefused(Engine engine) {
    Manager manager = shared(engine);
    assertThrows(IllegalArgumentException.class, () -> manager.semaphore(-1));
    assertThrows(IllegalArgumentException.class, () -> manager.barrier(0));
    assertThrows(IllegalArgumentException.class, () -> manager.queue(-1));
    assertThrows(IllegalArgumentException.class, () -> manager.create(Runnable.class));
    assertThrows(NullPointerException.class, () -> manager.list(null));
    SharedMap<Object, Integer> dict = manager.dict();
    IllegalArgumentException proxyAsKey =
        assertThrows(IllegalArgumentException.class, () -> dict.put(manager.lock(), 1));
    assertTrue(proxyAsKey.getMessage().contains("key"), proxyAsKey.getMessage());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void aClosedManagerSaysSo(Engine engine) {
    Manager manager = engine.multiprocessing().manager();
    SharedMap<String, Integer> dict = manager.dict();
    manager.close();
    manager.close();
    ProcessException closed = assertThrows(ProcessException.class, () -> dict.get("a"));
    assertTrue(closed.getMessage().contains("closed"), closed.getMessage());
    assertInstanceOf(ProcessException.class, assertThrows(Exception.class, manager::dict));
  }

  @Test
  void aManagerInAWorkerServesThatWorker() {
    try (Pool pool = Pool.create(1)) {
      assertEquals(
          Map.of("a", 1),
          pool.apply(
              () -> {
                try (Manager manager = Engine.PROCESSES.multiprocessing().manager()) {
                  SharedMap<String, Integer> dict = manager.dict();
                  dict.put("a", 1);
                  return dict.snapshot();
                }
              }));
    }
  }

  @Test
  void aTimedWaitEndsInTime() throws Exception {
    try (Manager manager = Engine.PROCESSES.multiprocessing().manager()) {
      SharedQueue<Integer> queue = manager.queue(1);
      long start = System.nanoTime();
      assertNull(queue.poll(Duration.ofMillis(200)));
      assertTrue(System.nanoTime() - start >= Duration.ofMillis(100).toNanos());
      assertTrue(queue.offer(1));
      assertFalse(queue.offer(2));
      assertFalse(queue.offer(2, Duration.ofMillis(10)));
      assertTrue(queue.isFull());
      assertEquals(1, queue.take());
    }
  }
}
