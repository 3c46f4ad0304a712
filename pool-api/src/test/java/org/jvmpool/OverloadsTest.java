package org.jvmpool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.manager.SharedList;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.manager.SharedReference;

/**
 * What users write compiles against every overload, and picks the one it should. The objects under
 * test answer nothing; they note which method was called.
 */
@Timeout(30)
class OverloadsTest {
  private final List<String> calls = new ArrayList<>();
  private final Pool pool = noting(Pool.class);
  private final PoolExecutorService executor = noting(PoolExecutorService.class);
  private final Multiprocessing mp = noting(Multiprocessing.class);

  @SuppressWarnings("unchecked")
  private final SharedMap<String, Integer> dict = noting(SharedMap.class);

  @SuppressWarnings("unchecked")
  private final SharedList<Integer> list = noting(SharedList.class);

  @SuppressWarnings("unchecked")
  private final SharedReference<Integer> reference = noting(SharedReference.class);

  @Test
  void applyTakesLambdasMethodReferencesAndVoidBlocks() {
    Integer fromExpression = pool.apply(() -> fib(10));
    String fromBlock =
        pool.apply(
            () -> {
              return "x";
            });
    Long fromReference = pool.apply(System::nanoTime);
    List<String> fromConstructor = pool.apply(() -> new ArrayList<>());
    pool.apply(
        () -> {
          fib(3);
        });
    pool.apply(() -> System.out.println("x"));
    pool.apply(OverloadsTest::nothing);
    Integer fromFunction = pool.apply(x -> x + 1, 1);
    Integer fromFunctionReference = pool.apply(OverloadsTest::fib, 1);
    Integer fromUnbound = pool.apply(String::length, "x");
    Number wider = pool.apply((Object o) -> o.hashCode(), "x");
    Integer checked = pool.apply(path -> read(path), "x");
    Integer thrown =
        pool.apply(
            () -> {
              throw new IOException("x");
            });
    assertEquals(
        "apply Task, apply Task, apply Task, apply Task, apply VoidTask, apply VoidTask, apply"
            + " VoidTask, apply TaskFunction Object, apply TaskFunction Object, apply TaskFunction"
            + " Object, apply TaskFunction Object, apply TaskFunction Object, apply Task",
        String.join(", ", calls));
  }

  @Test
  void applyAsyncTakesLambdasMethodReferencesVoidBlocksAndCallbacks() {
    List<Integer> into = new ArrayList<>();
    AsyncResult<Integer> task = pool.applyAsync(() -> fib(10));
    AsyncResult<Long> reference = pool.applyAsync(System::nanoTime);
    AsyncResult<Void> block =
        pool.applyAsync(
            () -> {
              fib(3);
            });
    AsyncResult<Void> print = pool.applyAsync(() -> System.out.println("x"));
    AsyncResult<Integer> one = pool.applyAsync(() -> fib(10), r -> System.out.println(r + 1));
    AsyncResult<Integer> adding = pool.applyAsync(() -> fib(10), into::add);
    pool.applyAsync(() -> fib(43), r -> System.out.println(r), e -> e.printStackTrace());
    pool.applyAsync(() -> fib(43), System.out::println, Throwable::printStackTrace);
    AsyncResult<Integer> function = pool.applyAsync(x -> x + 1, 1);
    AsyncResult<Integer> functionReference = pool.applyAsync(OverloadsTest::fib, 1);
    pool.applyAsync(x -> x + 1, 1, r -> System.out.println(r));
    pool.applyAsync(OverloadsTest::fib, 1, into::add);
    pool.applyAsync(x -> x + 1, 1, r -> System.out.println(r), e -> e.printStackTrace());
    pool.applyAsync(OverloadsTest::fib, 1, into::add, Throwable::printStackTrace);
    assertEquals(
        List.of(
            "applyAsync Task",
            "applyAsync Task",
            "applyAsync VoidTask",
            "applyAsync VoidTask",
            "applyAsync Task Consumer",
            "applyAsync Task Consumer",
            "applyAsync Task Consumer Consumer",
            "applyAsync Task Consumer Consumer",
            "applyAsync TaskFunction Object",
            "applyAsync TaskFunction Object",
            "applyAsync TaskFunction Object Consumer",
            "applyAsync TaskFunction Object Consumer",
            "applyAsync TaskFunction Object Consumer Consumer",
            "applyAsync TaskFunction Object Consumer Consumer"),
        calls);
  }

  @Test
  void mapsTakeLambdasMethodReferencesAndAnyIterable() {
    List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
    List<Integer> chunked = pool.map(OverloadsTest::fib, Set.of(1, 2, 3), 2);
    List<Integer> lengths = pool.map(String::length, Map.of("x", 1).keySet());
    List<Number> wider = pool.map(x -> x * x, List.of(1, 2, 3));
    AsyncResult<List<Integer>> async = pool.mapAsync(x -> x * x, List.of(1));
    AsyncResult<List<Integer>> asyncChunked = pool.mapAsync(x -> x * x, List.of(1), 2);
    pool.mapAsync(
        x -> x * x,
        List.of(1),
        2,
        all -> System.out.println(all.size()),
        Throwable::printStackTrace);
    List<Integer> sums = pool.starmap(Integer::sum, List.of(Map.entry(1, 2)));
    List<String> pairs = pool.starmap((a, b) -> a + "=" + b, Map.of("x", 1).entrySet());
    AsyncResult<List<Integer>> star = pool.starmapAsync((a, b) -> a + b, List.of(Map.entry(1, 2)));
    Results<Integer> imap = pool.imap(x -> x * x, List.of(1));
    Results<Integer> imapChunked = pool.imap(x -> x * x, List.of(1), 2);
    Results<Integer> unordered = pool.imapUnordered(OverloadsTest::fib, List.of(1));
    Results<Integer> unorderedChunked = pool.imapUnordered(OverloadsTest::fib, List.of(1), 2);
    assertEquals(
        List.of(
            "map TaskFunction Iterable",
            "map TaskFunction Iterable int",
            "map TaskFunction Iterable",
            "map TaskFunction Iterable",
            "mapAsync TaskFunction Iterable",
            "mapAsync TaskFunction Iterable int",
            "mapAsync TaskFunction Iterable int Consumer Consumer",
            "starmap TaskBiFunction Iterable",
            "starmap TaskBiFunction Iterable",
            "starmapAsync TaskBiFunction Iterable",
            "imap TaskFunction Iterable",
            "imap TaskFunction Iterable int",
            "imapUnordered TaskFunction Iterable",
            "imapUnordered TaskFunction Iterable int"),
        calls);
  }

  @Test
  void lambdasGivenToTheExecutorAreSerializable() {
    Future<Integer> task = executor.submit(() -> fib(3));
    Future<?> block =
        executor.submit(
            () -> {
              fib(3);
            });
    Callable<Integer> plain = () -> fib(3);
    Future<Integer> callable = executor.submit(plain);
    assertEquals(List.of("submit Task", "submit SerializableRunnable", "submit Callable"), calls);
  }

  @Test
  void lambdasGivenToAManagersObjectsRunInTheServer() {
    dict.merge("k", 1, Integer::sum);
    dict.merge("k", 1, (a, b) -> a + b);
    dict.compute("k", (k, v) -> v == null ? 1 : v + 1);
    dict.computeIfAbsent("k", k -> 1);
    dict.computeIfPresent("k", (k, v) -> v + 1);
    dict.replaceAll((k, v) -> v + 1);
    list.replaceAll(x -> x + 1);
    list.removeIf(x -> x > 1);
    list.sort((a, b) -> a - b);
    list.sort(Integer::compare);
    list.sort(Comparator.reverseOrder());
    reference.update(x -> x + 1);
    assertEquals(
        List.of(
            "merge Object Object SerializableBiFunction",
            "merge Object Object SerializableBiFunction",
            "compute Object SerializableBiFunction",
            "computeIfAbsent Object SerializableFunction",
            "computeIfPresent Object SerializableBiFunction",
            "replaceAll SerializableBiFunction",
            "replaceAll SerializableUnaryOperator",
            "removeIf SerializablePredicate",
            "sort SerializableComparator",
            "sort SerializableComparator",
            "sort Comparator",
            "update SerializableUnaryOperator"),
        calls);
  }

  @Test
  void processesTakeLambdasAndMethodReferences() {
    mp.process(() -> System.out.println("x"));
    mp.process(OverloadsTest::nothing);
    mp.process(
        () -> {
          throw new IOException("x");
        });
    assertEquals(List.of("process VoidTask", "process VoidTask", "process VoidTask"), calls);
  }

  private static int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  private static int read(String path) throws IOException {
    throw new IOException(path);
  }

  private static void nothing() {}

  @SuppressWarnings("unchecked")
  private <T> T noting(Class<? super T> type) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              StringBuilder call = new StringBuilder(method.getName());
              for (Class<?> parameter : method.getParameterTypes()) {
                call.append(' ').append(parameter.getSimpleName());
              }
              calls.add(call.toString());
              return method.getReturnType() == boolean.class ? false : null;
            });
  }
}
