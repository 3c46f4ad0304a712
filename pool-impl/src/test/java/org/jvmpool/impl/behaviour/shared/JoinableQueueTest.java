package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Trail;
import org.jvmpool.shared.JoinableQueue;

@Promises(SharedEngine.Claim.QUEUES)
@ExtendWith(WarmProcesses.class)
class JoinableQueueTest {
  @TempDir Path dir;

  @OnEverySharedEngine
  void joinReturnsWhenAllWorkIsDone(SharedEngine engine) throws Exception {
    Trail trail = Trail.in(dir);
    try (SharedWorld world = engine.open();
        JoinableQueue<Integer> queue = world.joinableQueue(0)) {
      List<Elsewhere> workers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        workers.add(
            world.run(
                () -> {
                  for (int item = queue.take(); item >= 0; item = queue.take()) {
                    trail.mark(item);
                    queue.taskDone();
                  }
                  queue.taskDone();
                }));
      }
      for (int i = 0; i < 10; i++) {
        queue.put(i);
      }
      queue.join();
      assertEquals(10, trail.count());
      for (int i = 0; i < 3; i++) {
        queue.put(-1);
      }
      assertTrue(queue.join(Eventually.LIMIT));
      for (Elsewhere worker : workers) {
        worker.join();
      }
    }
  }

  @OnEverySharedEngine
  void joinPassesItsLimitWhileWorkIsLeft(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        JoinableQueue<String> queue = world.joinableQueue(3)) {
      queue.join();
      assertTrue(queue.join(Duration.ZERO));
      queue.put("a");
      assertEquals("a", queue.take());
      Stopwatch watch = Stopwatch.start();
      assertFalse(queue.join(Duration.ofMillis(200)));
      watch.assertAtLeast(Duration.ofMillis(200));
      Stopwatch.assertAtOnce(
          () -> {
            assertFalse(queue.join(Duration.ZERO));
          });
      Beside<Boolean> joiner = Beside.call(() -> queue.join(Eventually.LIMIT)).blocked();
      queue.taskDone();
      assertTrue(joiner.get());
    }
  }

  @OnEverySharedEngine
  void moreTasksDoneThanPutAreRefused(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        JoinableQueue<String> queue = world.joinableQueue(0)) {
      assertThrows(IllegalStateException.class, queue::taskDone);
      queue.put("a");
      queue.taskDone();
      assertThrows(IllegalStateException.class, queue::taskDone);
    }
  }

  @OnEverySharedEngine
  void anInterruptEndsTheWait(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        JoinableQueue<String> queue = world.joinableQueue(0)) {
      queue.put("a");
      Beside<Boolean> joiner =
          Beside.call(
                  () -> {
                    queue.join();
                    return true;
                  })
              .blocked();
      joiner.interrupt();
      assertInstanceOf(InterruptedException.class, joiner.failure());
    }
  }

  @OnEverySharedEngine
  void aClosedHandleSaysThatItIsClosed(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      JoinableQueue<String> queue = world.joinableQueue(0);
      queue.put("a");
      queue.close();
      assertThrows(IllegalStateException.class, queue::taskDone);
      assertThrows(IllegalStateException.class, queue::join);
      String message =
          assertThrows(IllegalStateException.class, () -> queue.join(Duration.ofSeconds(1)))
              .getMessage();
      assertTrue(message.contains("is closed"), message);
    }
  }
}
