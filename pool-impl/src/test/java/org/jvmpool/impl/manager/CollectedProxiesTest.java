package org.jvmpool.impl.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.SerializableBiFunction;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedList;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.shared.SharedQueue;

/** What becomes of objects whose proxies a program drops without closing them. */
@Behaviour
class CollectedProxiesTest {
  interface Node {
    Node next();

    int number();
  }

  private static final class NumberedNode implements Node {
    private final int number;

    NumberedNode(int number) {
      this.number = number;
    }

    @Override
    public Node next() {
      return new NumberedNode(number + 1);
    }

    @Override
    public int number() {
      return number;
    }
  }

  private static Manager manager;

  @BeforeAll
  static void start() {
    manager = Manager.builder().register(Node.class, () -> new NumberedNode(0)).start();
  }

  @AfterAll
  static void end() {
    manager.close();
  }

  private static int objects() {
    return manager.stats().objects();
  }

  /** Waits until what is not reachable here has been let go, so that no more are left than that. */
  private static void untilNoMoreThan(int objects) {
    Eventually.until(
        () -> {
          System.gc();
          return objects() <= objects;
        });
  }

  /** Returns when everything has been let go here that can be. */
  private static void letGoWhatIsDropped() {
    int before = objects();
    manager.dict();
    untilNoMoreThan(before);
  }

  @Test
  void whatWasMadeAndDroppedEnds() {
    letGoWhatIsDropped();
    int before = objects();
    for (int i = 0; i < 2_000; i++) {
      manager.dict().put("a", i);
    }
    untilNoMoreThan(before);
  }

  @Test
  void whatWasReadAndDroppedEndsWhenNothingRefersToItAnyMore() {
    letGoWhatIsDropped();
    int before = objects();
    SharedMap<Integer, SharedList<Integer>> outer = manager.dict();
    Manager captured = manager;
    try (Pool pool = Pool.create(1)) {
      pool.apply(
          () -> {
            for (int i = 0; i < 100; i++) {
              outer.put(i, captured.list(List.of(i)));
            }
          });
    }
    SharedList<Integer> kept = outer.get(7);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100; i++) {
        assertEquals(List.of(i), outer.get(i));
      }
      letGoWhatIsDropped(); // what is stored stays
    }
    outer.snapshot();
    outer.clear();
    untilNoMoreThan(before + 2);
    assertEquals(List.of(7), kept);
    kept.close();
    untilNoMoreThan(before + 1);
    outer.close();
  }

  @Test
  void whatAFunctionInTheManagerMakesLivesUntilItIsStored() {
    SharedMap<Integer, Object> dict = manager.dict();
    for (int i = 0; i < 30; i++) {
      dict.put(i, i);
    }
    Manager captured = manager;
    dict.replaceAll(
        (SerializableBiFunction<Integer, Object, Object>)
            (key, value) -> {
              System.gc();
              return captured.list(List.of(value));
            });
    for (int i = 0; i < 30; i++) {
      assertEquals(List.of(i), dict.get(i));
    }
    dict.close();
  }

  @Test
  void whatMethodsOfRegisteredTypesReturnEndsWhenItIsDropped() {
    letGoWhatIsDropped();
    int before = objects();
    Node node = manager.create(Node.class);
    for (int i = 0; i < 500; i++) {
      node = node.next();
    }
    untilNoMoreThan(before + 1);
    assertEquals(500, node.number());
  }

  @Test
  void whatFunctionsInTheServerDropEnds() {
    letGoWhatIsDropped();
    int before = objects();
    SharedMap<String, Integer> dict = manager.dict();
    Manager captured = manager;
    for (int i = 0; i < 200; i++) {
      dict.merge("n", captured.<Integer>list().size() + 1, (n, one) -> n + captured.list().size());
    }
    Eventually.until(
        () -> {
          dict.compute(
              "gc",
              (key, none) -> {
                System.gc();
                return 1;
              });
          System.gc();
          return objects() <= before + 1;
        });
    dict.close();
  }

  @Test
  void whatWasSentElsewhereLivesThoughItIsDroppedHere() throws Exception {
    try (Pool pool = Pool.create(1)) {
      SharedQueue<String> go = manager.queue(0);
      AsyncResult<Integer> result = usesAList(pool, go);
      letGoWhatIsDropped();
      go.put("go");
      assertEquals(1, result.get());
    }
  }

  private static AsyncResult<Integer> usesAList(Pool pool, SharedQueue<String> go) {
    SharedList<String> list = manager.list();
    return pool.applyAsync(
        () -> {
          list.add(go.take());
          return list.size();
        });
  }

  @Test
  void whoHasGotAProxyHoldsItsObjectBeforeTheFirstUse() throws Exception {
    try (Pool pool = Pool.create(1)) {
      SharedQueue<String> told = manager.queue(0);
      SharedQueue<String> go = manager.queue(0);
      SharedList<String> list = manager.list();
      AsyncResult<Integer> result =
          pool.applyAsync(
              () -> {
                told.put("it is here");
                list.add(go.take());
                return list.size();
              });
      told.take();
      list.close();
      go.put("go");
      assertEquals(1, result.get());
    }
  }

  @Test
  void whatWasStoredOutlivesTheOneWhoTakesItOut() {
    SharedMap<String, SharedList<Integer>> outer = manager.dict();
    outer.put("list", manager.list(List.of(1)));
    letGoWhatIsDropped();
    SharedList<Integer> list;
    try (Pool pool = Pool.create(1)) {
      list = pool.apply(() -> outer.remove("list"));
    }
    Eventually.until(() -> manager.stats().processes() == 1);
    assertEquals(List.of(1), list);
  }

  @Test
  void threadsOfOneJvmLetGoWhatTheyDrop() {
    try (Manager threads = Multiprocessing.threads().manager()) {
      SharedMap<String, SharedList<Integer>> outer = threads.dict();
      for (int i = 0; i < 500; i++) {
        outer.put("list", threads.list(List.of(i)));
        threads.list();
        assertEquals(List.of(i), outer.get("list"));
      }
      Eventually.until(
          () -> {
            System.gc();
            return threads.stats().objects() == 2;
          });
      assertEquals(List.of(499), outer.get("list"));
    }
  }
}
