package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.SerializableSupplier;
import org.jvmpool.Task;
import org.jvmpool.TaskBiFunction;
import org.jvmpool.TaskFunction;
import org.jvmpool.VoidTask;

@Timeout(60)
class LambdaCodecTest {
  interface Greeter extends Serializable {
    String greet(String name);

    static Greeter polite() {
      return name -> "Dear " + name;
    }
  }

  /** Not Serializable: what a lambda captures need not be. */
  static class Counter {
    int count = 40;

    int next() {
      return ++count;
    }
  }

  private static int twice(int x) {
    return 2 * x;
  }

  @Test
  void aLambdaThatCapturesNothingIsEncodedOnceAndStateless() throws Exception {
    TaskFunction<Integer, Integer> square = x -> x * x;
    EncodedFunction encoded = Travel.CODEC.encodeFunction(square);
    assertTrue(encoded.stateless());
    assertEquals(0, encoded.captured().length);
    assertSame(encoded, Travel.CODEC.encodeFunction(square));
    assertEquals(49, Travel.function(square).apply(7));
  }

  @Test
  void capturedVariablesTravel() throws Exception {
    int plus = 3;
    long factor = 2;
    String text = "n=";
    List<Integer> list = List.of(1, 2, 3);
    TaskFunction<Integer, String> f = x -> text + (x * factor + plus + list.size());
    assertEquals("n=16", Travel.function(f).apply(5));
    assertEquals("n=16", Travel.copy(f).apply(5));
  }

  @Test
  void allInstancesOfOneLambdaShareTheShape() {
    EncodedFunction one = Travel.CODEC.encodeFunction(adder(1));
    EncodedFunction two = Travel.CODEC.encodeFunction(adder(2));
    assertSame(one.shape(), two.shape());
    assertEquals(false, one.stateless());
  }

  private static TaskFunction<Integer, Integer> adder(int n) {
    return x -> x + n;
  }

  @Test
  void methodReferencesTravel() throws Exception {
    assertEquals(
        8, Travel.<TaskFunction<Integer, Integer>>function(LambdaCodecTest::twice).apply(4));
    assertEquals(3, Travel.<TaskFunction<String, Integer>>function(String::length).apply("abc"));
    assertEquals(
        5, Travel.<TaskBiFunction<Integer, Integer, Integer>>function(Integer::sum).apply(2, 3));
    assertEquals("ab", Travel.<TaskFunction<String, String>>function("a"::concat).apply("b"));
    assertEquals(41, Travel.<Task<Integer>>function(new Counter()::next).call());
  }

  @Test
  void constructorReferencesTravel() throws Exception {
    assertEquals(
        "x",
        Travel.<TaskFunction<String, StringBuilder>>function(StringBuilder::new)
            .apply("x")
            .toString());
    assertEquals(2, Travel.<TaskFunction<Integer, int[]>>function(int[]::new).apply(2).length);
  }

  @Test
  void intersectionLambdasTravel() throws Exception {
    Supplier<String> supplier = (Supplier<String> & Serializable & Cloneable) () -> "s";
    assertEquals("s", Travel.copy(supplier).get());
    assertTrue(Travel.copy(supplier) instanceof Cloneable);
    Callable<String> callable = (Callable<String> & Serializable) () -> "c";
    assertEquals("c", Travel.function(callable).call());
  }

  @Test
  void lambdasOfInterfacesTravel() {
    assertEquals("Dear Bob", Travel.function(Greeter.polite()).greet("Bob"));
  }

  @Test
  void aLambdaOfAnInstanceBringsIt() throws Exception {
    class Job {
      private final int base = 41;

      Task<Integer> task() {
        return () -> base + 1;
      }
    }
    assertEquals(42, Travel.function(new Job().task()).call());
  }

  @Test
  void aLambdaKeptInAFieldOfWhatItCapturesTravels() throws Exception {
    class Job {
      private final int base = 41;
      private final Task<Integer> task = () -> this.base + 1;
    }
    Job job = new Job();
    assertEquals(42, Travel.function(job.task).call());
    assertEquals(42, Travel.copy(job.task).call());
    assertEquals(42, Travel.copy(job).task.call());
  }

  @Test
  void lambdasInsideLambdasCollectionsAndBeansTravel() throws Exception {
    TaskFunction<Integer, Integer> inc = x -> x + 1;
    Task<Integer> outer = () -> inc.apply(41);
    assertEquals(42, Travel.function(outer).call());
    List<TaskFunction<Integer, Integer>> list = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int n = i;
      list.add(x -> x * n);
    }
    List<TaskFunction<Integer, Integer>> copies = Travel.copy(list);
    for (int i = 0; i < 100; i++) {
      assertEquals(3 * i, copies.get(i).apply(3));
    }
    Map<String, SerializableSupplier<String>> map = new HashMap<>();
    map.put("k", () -> "v");
    assertEquals("v", Travel.copy(map).get("k").get());
  }

  @Test
  void manyLambdasOfOneSiteNameItOnce() {
    List<TaskFunction<Integer, Integer>> list = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      list.add(adder(i));
    }
    assertTrue(Travel.bytes(list).length < 10_000);
  }

  @Test
  void whatTwoCapturedVariablesShareStaysShared() throws Exception {
    Counter counter = new Counter();
    List<Counter> holder = new ArrayList<>(List.of(counter));
    Task<Boolean> same = () -> holder.get(0) == counter;
    assertTrue(Travel.function(same).call());
  }

  @Test
  void capturedStateIsFreshInEachInstance() throws Exception {
    Counter counter = new Counter();
    Task<Integer> task = () -> counter.next();
    assertEquals(41, Travel.function(task).call());
    assertEquals(41, Travel.function(task).call());
    assertNotSame(Travel.function(task), Travel.function(task));
  }

  @Test
  void comparatorsOfTheJdkTravel() {
    Comparator<String> byLength =
        Comparator.comparing((Function<String, Integer> & Serializable) String::length);
    TreeMap<String, Integer> map = new TreeMap<>(byLength.reversed());
    map.put("a", 1);
    map.put("bbb", 3);
    assertEquals("bbb", Travel.copy(map).firstKey());
  }

  @Test
  void voidTasksTravel() throws Exception {
    VoidTask task = () -> System.setProperty("jvmpool.test.ran", "yes");
    Travel.function(task).run();
    assertEquals("yes", System.clearProperty("jvmpool.test.ran"));
  }

  @Test
  void aLambdaThatIsNotSerializableIsRefusedWithTheInterfaceToUse() {
    Runnable plain = () -> {};
    String message = Travel.functionRefusal(plain);
    assertTrue(message.contains("java.lang.Runnable"), message);
    assertTrue(message.contains("VoidTask"), message);
    Greeter greeter = name -> name + plain;
    message = Travel.functionRefusal(greeter);
    assertTrue(message.contains("captured1"), message);
  }
}
