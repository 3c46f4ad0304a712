package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.Task;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;

/**
 * What cannot be serialised is refused where it was given, by name; a result that cannot travel
 * fails its task, and the pool stays healthy (172, 189, 205).
 */
@Behaviour
class CannotTravelTest {
  private static final class Order {
    final Customer customer = new Customer();
  }

  private static final class Customer {
    final String name = "Smith";
    final Supplier<String> greeting = () -> "hello";
  }

  /** Refuses to be written, as a class with {@code writeObject} does. */
  private static final class Refuses implements Serializable {
    private static final long serialVersionUID = 1;

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
      throw new NotSerializableException("Refuses says no");
    }
  }

  /** Is written well, and throws when it is read. */
  private static final class BreaksWhenRead implements Serializable {
    private static final long serialVersionUID = 1;

    private Object readResolve() {
      throw new IllegalStateException("broke while being read");
    }
  }

  private static int ignore(Object argument) {
    return 1;
  }

  private static void assertNamesThePath(Throwable failure) {
    String text = Outcome.printed(failure);
    assertTrue(text.contains("greeting"), text);
    assertTrue(text.contains("customer"), text);
  }

  @OnEveryEngine
  void anArgumentIsRefusedAtTheCallWithItsFieldPath(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      for (int i = 0; i < 5; i++) {
        assertNamesThePath(
            Outcome.thrownBy(
                TaskSerializationException.class,
                () -> pool.applyAsync(CannotTravelTest::ignore, new Order())));
        assertNamesThePath(
            Outcome.thrownBy(
                TaskSerializationException.class,
                () -> pool.apply(CannotTravelTest::ignore, new Order())));
        assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
      }
    }
  }

  @OnEveryEngine
  void aCapturedValueIsRefusedAtTheCall(Engine engine) {
    Order order = new Order();
    try (Pool pool = engine.pool(1)) {
      assertNamesThePath(
          Outcome.thrownBy(
              TaskSerializationException.class, () -> pool.applyAsync(() -> ignore(order))));
      assertNamesThePath(
          Outcome.thrownBy(
              TaskSerializationException.class,
              () -> pool.map(x -> ignore(order), List.of(1, 2, 3))));
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @OnEveryEngine
  void anItemOfAMapIsRefusedAndThePoolStaysUsable(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      Outcome.thrownBy(
          TaskSerializationException.class,
          () -> pool.map(CannotTravelTest::ignore, List.of(1, "two", new Order(), 4)));
      Outcome.thrownBy(
          TaskSerializationException.class,
          () -> pool.mapAsync(CannotTravelTest::ignore, List.of(new Order())));
      assertEquals(Tasks.squaresUpTo(9), pool.map(Tasks::square, Tasks.upTo(9)));
    }
  }

  @OnEveryEngine
  void anObjectThatRefusesToBeWrittenIsRefusedWithItsReason(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      TaskSerializationException failure =
          Outcome.thrownBy(
              TaskSerializationException.class,
              () -> pool.applyAsync(CannotTravelTest::ignore, new Refuses()));
      assertTrue(Outcome.printed(failure).contains("Refuses"), () -> Outcome.printed(failure));
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
    }
  }

  @OnEveryEngine
  void anArgumentThatBreaksWhenItIsReadFailsItsTaskOnly(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      for (int i = 0; i < 20; i++) {
        AsyncResult<Integer> bad = pool.applyAsync(CannotTravelTest::ignore, new BreaksWhenRead());
        AsyncResult<Integer> good = pool.applyAsync(Tasks::square, 3);
        Throwable failure = Outcome.failureOf(bad, TaskSerializationException.class);
        assertTrue(
            Outcome.printed(failure).contains("broke while being read"),
            () -> Outcome.printed(failure));
        assertEquals(9, Outcome.of(good));
      }
      assertEquals(0, pool.stats().lost());
    }
  }

  @OnEveryEngine
  void aResultThatCannotBeWrittenFailsItsTaskOnly(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      for (int i = 0; i < 20; i++) {
        Task<Object> task = Order::new;
        AsyncResult<Object> bad = pool.applyAsync(task);
        AsyncResult<Integer> good = pool.applyAsync(Tasks::square, 3);
        assertNamesThePath(Outcome.failureOf(bad, TaskSerializationException.class));
        assertEquals(9, Outcome.of(good));
      }
      assertEquals(0, pool.stats().lost());
    }
  }

  @OnEveryEngine
  void aResultThatBreaksWhenItIsReadFailsItsTaskOnly(Engine engine) throws Exception {
    try (Pool pool = engine.pool(1)) {
      for (int i = 0; i < 20; i++) {
        Task<Object> task = BreaksWhenRead::new;
        AsyncResult<Object> bad = pool.applyAsync(task);
        AsyncResult<Integer> good = pool.applyAsync(Tasks::square, 3);
        Throwable failure = Outcome.failureOf(bad, TaskSerializationException.class);
        assertTrue(
            Outcome.printed(failure).contains("broke while being read"),
            () -> Outcome.printed(failure));
        assertEquals(9, Outcome.of(good));
      }
      assertEquals(0, pool.stats().lost());
    }
  }

  @OnEveryEngine
  void aThreadIsRefused(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      Thread thread = new Thread(() -> {});
      Outcome.thrownBy(
          TaskSerializationException.class,
          () -> pool.applyAsync(CannotTravelTest::ignore, thread));
    }
  }

  @OnEveryEngine
  void aRefusedTaskIsNotCountedAsWaiting(Engine engine) {
    try (Pool pool = engine.builder().workers(1).maxPending(2).build()) {
      for (int i = 0; i < 20; i++) {
        Outcome.thrownBy(
            TaskSerializationException.class,
            () -> pool.applyAsync(CannotTravelTest::ignore, new Order()));
      }
      assertEquals(9, pool.<Integer, Integer>apply(Tasks::square, 3));
      assertEquals(0, pool.stats().waiting());
      assertEquals(0, pool.stats().running());
    }
  }
}
