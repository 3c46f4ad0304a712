package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Broadcast;
import org.jvmpool.Pool;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Outcome;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.impl.testkit.Trail;

/** A big value that each worker receives once. */
@Behaviour
class BroadcastTest {
  /** Leaves a mark each time it is read from bytes. */
  private static final class Counted implements Serializable {
    private static final long serialVersionUID = 1;
    final Trail trail;
    final int value;

    Counted(Trail trail, int value) {
      this.trail = trail;
      this.value = value;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      trail.mark(Tasks.pid());
    }
  }

  @OnEveryEngine
  void everyTaskSeesTheValue(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      try (Broadcast<Map<String, Integer>> prices = pool.broadcast(Map.of("tea", 3))) {
        assertEquals(Map.of("tea", 3), prices.value());
        assertEquals(
            List.of(3, 6, 9), pool.map(n -> prices.value().get("tea") * n, List.of(1, 2, 3), 1));
        assertEquals(3, pool.<Integer>apply(() -> prices.value().get("tea")));
      }
    }
  }

  @Test
  void eachWorkerReadsItOnce(@TempDir Path dir) {
    Trail trail = Trail.in(dir);
    try (Pool pool = Pool.create(2)) {
      Broadcast<Counted> counted = pool.broadcast(new Counted(trail, 5));
      List<Integer> values = pool.map(x -> counted.value().value + x, Tasks.upTo(200), 1);
      assertEquals(5 + 199, values.get(199));
      assertTrue(trail.count() >= 1 && trail.count() <= 2, () -> trail.marks().toString());
      assertEquals(trail.count(), trail.marks().stream().distinct().count());
      counted.close();
    }
  }

  @Test
  void aReplacedWorkerReceivesItToo() {
    try (Pool pool = Pool.builder().workers(1).maxTasksPerWorker(2).build()) {
      Broadcast<byte[]> big = pool.broadcast(new byte[3 << 20]);
      for (int i = 0; i < 7; i++) {
        assertEquals(3 << 20, pool.<Integer>apply(() -> big.value().length));
      }
      big.close();
    }
  }

  @OnEveryEngine
  void manyBroadcastsAtATimeAreKeptApart(Engine engine) {
    try (Pool pool = engine.pool(2)) {
      Broadcast<int[]> one = pool.broadcast(new int[] {1});
      Broadcast<int[]> two = pool.broadcast(new int[] {2});
      assertEquals(
          List.of(12, 12, 12, 12),
          pool.map(x -> one.value()[0] * 10 + two.value()[0], Tasks.upTo(4), 1));
      one.close();
      assertEquals(2, pool.<Integer>apply(() -> two.value()[0]));
      two.close();
    }
  }

  @OnEveryEngine
  void whatCannotTravelIsRefusedAtTheCall(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      Outcome.thrownBy(
          TaskSerializationException.class, () -> pool.broadcast(new Thread(() -> {})));
    }
  }

  @OnEveryEngine
  void changingTheValueLaterChangesNothingInWorkers(Engine engine) {
    int[] value = {1, 2, 3};
    try (Pool pool = engine.pool(1)) {
      Broadcast<int[]> broadcast = pool.broadcast(value);
      Arrays.fill(value, 0);
      assertEquals(6, pool.<Integer>apply(() -> Arrays.stream(broadcast.value()).sum()));
    }
  }

  @OnEveryEngine
  void closingTwiceIsHarmlessAndALaterUseIsAClearError(Engine engine) {
    try (Pool pool = engine.pool(1)) {
      Broadcast<String> closed = pool.broadcast("value");
      closed.close();
      closed.close();
      Outcome.thrownBy(RuntimeException.class, () -> pool.apply(() -> closed.value()));
      assertEquals(4, pool.<Integer, Integer>apply(Tasks::square, 2));
    }
  }
}
