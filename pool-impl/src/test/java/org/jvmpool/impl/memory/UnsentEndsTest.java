package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Pipe;

/** Ends of pipes in tasks of a pool: what is captured and never arrives is given back. */
@Behaviour
class UnsentEndsTest {
  @TempDir private Path dir;

  private final Pipe pipe = Multiprocessing.local().pipe(false);
  private final Connection there = pipe.second();

  /** Nobody holds the other end any more. */
  private void assertEnd() throws Exception {
    try (Connection here = pipe.first()) {
      assertThrows(EOFException.class, here::recv);
    }
  }

  @Test
  void aTaskThatIsCancelledWhileItWaitsGivesItsEndBack() throws Exception {
    try (Pool pool = Pool.create(1);
        Gate gate = Gate.in(dir)) {
      pool.applyAsync(() -> gate.pass());
      gate.awaitArrivals(1);
      Connection end = there;
      AsyncResult<Void> waits = pool.applyAsync(() -> end.send("never"));
      there.close();
      assertFalse(pipe.first().poll());
      assertTrue(waits.cancel(false));
      assertEnd();
    }
  }

  @Test
  void aPoolThatIsTerminatedGivesTheEndsOfItsWaitingTasksBack() throws Exception {
    Pool pool = Pool.create(1);
    try (Gate gate = Gate.in(dir)) {
      pool.applyAsync(() -> gate.pass());
      gate.awaitArrivals(1);
      Connection end = there;
      pool.applyAsync(() -> end.send("never"));
      pool.mapAsync(
          x -> {
            end.send(x);
            return x;
          },
          Tasks.upTo(10));
      there.close();
      pool.terminate();
      assertEnd();
      pool.join();
    }
  }

  @Test
  void aTaskWhoseArgumentOrItemsCannotTravelGivesItsEndBack() throws Exception {
    try (Pool pool = Pool.create(1)) {
      Connection end = there;
      Thread cannotTravel = Thread.currentThread();
      assertThrows(
          TaskSerializationException.class,
          () ->
              pool.apply(
                  argument -> {
                    end.send(argument);
                    return 0;
                  },
                  cannotTravel));
      assertThrows(
          TaskSerializationException.class,
          () ->
              pool.map(
                  item -> {
                    end.send(item);
                    return 0;
                  },
                  List.of(end, cannotTravel),
                  2));
      there.close();
      assertEnd();
    }
  }

  @Test
  void aPoolThatIsClosedTakesNoEnds() throws Exception {
    Pool pool = Pool.create(1);
    pool.close();
    Connection end = there;
    assertThrows(RejectedExecutionException.class, () -> pool.apply(() -> end.send("never")));
    assertThrows(
        RejectedExecutionException.class,
        () ->
            pool.map(
                x -> {
                  end.send(x);
                  return x;
                },
                Tasks.upTo(10)));
    assertThrows(
        RejectedExecutionException.class,
        () ->
            pool.imap(
                x -> {
                  end.send(x);
                  return x;
                },
                Tasks.upTo(10)));
    there.close();
    assertEnd();
  }

  @Test
  void anEndInTheFunctionOfAMapArrivesInEachWorker() throws Exception {
    Pool pool = Pool.create(2);
    try (Gate gate = Gate.in(dir)) {
      Connection end = there;
      AsyncResult<List<Integer>> result =
          pool.mapAsync(
              x -> {
                gate.pass();
                end.send(x);
                end.close();
                return x;
              },
              List.of(1, 2),
              1);
      there.close();
      gate.awaitArrivals(2);
      gate.open();
      Set<Object> seen = new HashSet<>();
      seen.add(pipe.first().recv());
      seen.add(pipe.first().recv());
      assertEquals(Set.of(1, 2), seen);
      assertEquals(List.of(1, 2), result.get());
      pool.close();
      assertEnd();
    }
  }

  @Test
  void anEndInATaskThatIsRunAgainArrivesAgain() throws Exception {
    try (Pool pool = Pool.create(1)) {
      Connection end = there;
      Path ran = dir.resolve("ran");
      AsyncResult<Void> result =
          pool.withRetries(1)
              .applyAsync(
                  () -> {
                    if (ran.toFile().createNewFile()) {
                      Runtime.getRuntime().halt(1);
                    }
                    end.send("second");
                    end.close();
                  });
      there.close();
      assertEquals("second", pipe.first().recv());
      result.get();
      assertEnd();
    }
  }

  @Test
  void anInitializerKeepsItsEndAsLongAsThereArePools() throws Exception {
    Connection end = there;
    try (Pool pool = Pool.builder().workers(1).initializer(() -> end.send("there")).build()) {
      there.close();
      assertEquals("there", pipe.first().recv());
      assertEquals(1, pool.apply(() -> 1));
      assertFalse(pipe.first().poll());
    }
    assertEnd();
  }
}
