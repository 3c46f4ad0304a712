package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SimpleQueue;

@Promises(SharedEngine.Claim.QUEUES)
@ExtendWith(WarmProcesses.class)
class QueueTest {
  private static final Duration LIMIT = Duration.ofMillis(200);

  @TempDir Path dir;

  // ---- a bound

  @OnEverySharedEngine
  void everyWayOfPuttingFillsIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> queue = world.queue(6)) {
      assertTrue(queue.isEmpty());
      assertEquals(6, queue.remainingCapacity());
      queue.put(1);
      assertTrue(queue.offer(2));
      assertTrue(queue.offer(3, Duration.ZERO));
      assertTrue(queue.offer(4, Duration.ofSeconds(5)));
      assertTrue(queue.offer(5, Duration.ofSeconds(-5)));
      assertFalse(queue.isFull());
      queue.put(6);
      assertTrue(queue.isFull());
      assertFalse(queue.isEmpty());
      assertEquals(0, queue.remainingCapacity());
    }
  }

  @OnEverySharedEngine
  void aFullOneRefusesAtOnceOrAfterTheLimit(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<String> queue = world.queue(2)) {
      queue.put("a");
      queue.put("b");
      Stopwatch.assertAtOnce(
          () -> {
            assertFalse(queue.offer("c"));
            assertFalse(queue.offer("c", Duration.ZERO));
            assertFalse(queue.offer("c", Duration.ofSeconds(-1)));
          });
      Stopwatch watch = Stopwatch.start();
      assertFalse(queue.offer("c", LIMIT));
      watch.assertAtLeast(LIMIT);
      assertEquals(2, queue.size());
    }
  }

  @OnEverySharedEngine
  void anotherProcessDrainsIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> queue = world.queue(6)) {
      for (int i = 0; i < 6; i++) {
        queue.put(i);
      }
      world
          .run(
              () -> {
                for (int i = 0; i < 6; i++) {
                  assertEquals(i, queue.take());
                }
              })
          .join();
      assertTrue(queue.isEmpty());
      assertFalse(queue.isFull());
    }
  }

  @OnEverySharedEngine
  void whoPutsIntoAFullOneWaitsForRoom(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> queue = world.queue(1)) {
      queue.put(0);
      Beside<Boolean> putter = Beside.call(() -> queue.offer(1, Eventually.LIMIT)).blocked();
      Elsewhere other = world.run(() -> queue.put(1));
      assertEquals(0, queue.take());
      assertEquals(1, queue.take());
      assertEquals(1, queue.take());
      assertTrue(putter.get());
      other.join();
      assertTrue(queue.isEmpty());
    }
  }

  @OnEverySharedEngine
  void withoutABoundItIsNeverFull(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> queue = world.queue(0)) {
      for (int i = 0; i < 2_000; i++) {
        assertTrue(queue.offer(i));
      }
      assertFalse(queue.isFull());
      assertEquals(Integer.MAX_VALUE, queue.remainingCapacity());
      assertEquals(2_000, queue.size());
    }
  }

  // ---- taking

  @OnEverySharedEngine
  void whatOneProcessPutsComesOutInItsOrder(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> queue = world.queue(0)) {
      Elsewhere producer =
          world.run(
              () -> {
                for (int i = 1; i <= 5; i++) {
                  queue.put(i);
                }
              });
      assertEquals(1, queue.take());
      producer.join();
      assertEquals(2, queue.poll());
      assertEquals(3, queue.poll(Duration.ZERO));
      assertEquals(4, queue.poll(Duration.ofSeconds(5)));
      List<Integer> rest = new ArrayList<>();
      assertEquals(1, queue.drainTo(rest, 10));
      assertEquals(List.of(5), rest);
    }
  }

  @OnEverySharedEngine
  void anEmptyOneAnswersAtOnceOrAfterTheLimit(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<String> queue = world.queue(0)) {
      Stopwatch.assertAtOnce(
          () -> {
            assertNull(queue.poll());
            assertNull(queue.poll(Duration.ZERO));
            assertNull(queue.poll(Duration.ofSeconds(-1)));
          });
      Stopwatch watch = Stopwatch.start();
      assertNull(queue.poll(LIMIT));
      watch.assertAtLeast(LIMIT);
    }
  }

  @OnEverySharedEngine
  void itsSizeIsKnown(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<String> queue = world.queue(0)) {
      assertEquals(0, queue.size());
      queue.put("a");
      assertEquals(1, queue.size());
      queue.put("b");
      assertEquals(2, queue.size());
      queue.take();
      assertEquals(1, queue.size());
      queue.take();
      assertEquals(0, queue.size());
    }
  }

  @OnEverySharedEngine
  void drainToTakesWhatIsThereAndNoMoreThanAsked(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> queue = world.queue(5)) {
      for (int i = 0; i < 5; i++) {
        queue.put(i);
      }
      List<Integer> into = new ArrayList<>(List.of(-1));
      assertEquals(0, queue.drainTo(into, 0));
      assertEquals(0, queue.drainTo(into, -1));
      assertEquals(3, queue.drainTo(into, 3));
      assertEquals(List.of(-1, 0, 1, 2), into);
      assertEquals(2, queue.drainTo(into, Integer.MAX_VALUE));
      assertEquals(0, queue.drainTo(into, 1));
    }
  }

  @OnEverySharedEngine
  void drainToEndsThoughMoreIsPutMeanwhile(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> queue = world.queue(0)) {
      queue.put(1);
      queue.put(2);
      List<Integer> into =
          new ArrayList<>() {
            @Override
            public boolean add(Integer element) {
              queue.offer(element);
              return super.add(element);
            }
          };
      assertEquals(2, queue.drainTo(into, 1000));
      assertEquals(List.of(1, 2), into);
    }
  }

  @OnEverySharedEngine
  void aCollectionThatTakesNothingCostsNoElement(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> queue = world.queue(0)) {
      queue.put(1);
      assertThrows(UnsupportedOperationException.class, () -> queue.drainTo(List.of(), 9));
      assertEquals(1, queue.take());
    }
  }

  // ---- many

  @OnEverySharedEngine
  void nothingIsLostOrDoubledAmongManyProcesses(SharedEngine engine) throws Exception {
    int each = 300;
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> in = world.queue(7);
        SharedQueue<Integer> out = world.queue(0)) {
      List<Elsewhere> all = new ArrayList<>();
      for (int p = 0; p < 2; p++) {
        int from = p * each;
        all.add(
            world.run(
                () -> {
                  for (int i = 0; i < each; i++) {
                    in.put(from + i);
                  }
                }));
        all.add(
            world.run(
                () -> {
                  for (int i = 0; i < each; i++) {
                    out.put(in.take());
                  }
                }));
      }
      for (Elsewhere one : all) {
        one.join();
      }
      List<Integer> got = new ArrayList<>();
      out.drainTo(got, Integer.MAX_VALUE);
      assertEquals(2 * each, got.size());
      assertEquals(2 * each, new HashSet<>(got).size());
      assertTrue(in.isEmpty());
    }
  }

  @OnEverySharedEngine
  void childAndGrandchildPut(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> queue = world.queue(0)) {
      var mp = world.multiprocessing();
      world
          .process(
              () -> {
                queue.put(1);
                VoidTask grandchild = () -> queue.put(2);
                mp.process(grandchild).start().join();
              })
          .join();
      assertEquals(Set.of(1, 2), Set.of(queue.take(), queue.take()));
    }
  }

  @OnEverySharedEngine
  void aProcessEndsThoughNobodyTookWhatItPut(SharedEngine engine) throws Exception {
    byte[] big = new byte[100_000];
    Arrays.fill(big, (byte) 7);
    try (SharedWorld world = engine.open();
        SharedQueue<byte[]> queue = world.queue(0)) {
      world
          .process(
              () -> {
                for (int i = 0; i < 20; i++) {
                  queue.put(big);
                }
              })
          .join();
      for (int i = 0; i < 20; i++) {
        assertTrue(Arrays.equals(big, queue.take()));
      }
    }
  }

  @OnEverySharedEngine
  void aMessageOfManyMegabytesPasses(SharedEngine engine) throws Exception {
    byte[] big = new byte[16 << 20];
    big[12_345_678] = 42;
    try (SharedWorld world = engine.open();
        SharedQueue<byte[]> there = world.queue(1);
        SharedQueue<byte[]> back = world.queue(1)) {
      Elsewhere echo = world.run(() -> back.put(there.take()));
      there.put(big);
      assertTrue(Arrays.equals(big, back.take()));
      echo.join();
    }
  }

  @OnEverySharedEngine
  void arraysOfBytesTravelAsTheyWereAmongOtherObjects(SharedEngine engine) throws Exception {
    int[] lengths = {0, 1, 7, 8, 65_536, 1 << 20, (1 << 20) + 1};
    try (SharedWorld world = engine.open();
        SharedQueue<Object> queue = world.queue(0)) {
      for (int length : lengths) {
        byte[] array = new byte[length];
        Arrays.fill(array, (byte) length);
        queue.put(array);
        Arrays.fill(array, (byte) 99); // after the put: nobody sees it
        queue.put(List.of(new byte[] {1}, length));
      }
      for (int length : lengths) {
        byte[] expected = new byte[length];
        Arrays.fill(expected, (byte) length);
        assertArrayEquals(expected, (byte[]) queue.take());
        List<?> list = (List<?>) queue.take();
        assertArrayEquals(new byte[] {1}, (byte[]) list.get(0));
        assertEquals(length, list.get(1));
      }
    }
  }

  @OnEverySharedEngine
  void aWaitingTakerGetsWhatComes(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<String> queue = world.queue(0)) {
      Beside<String> taker = Beside.call(queue::take).blocked();
      Beside<String> poller = Beside.call(() -> queue.poll(Eventually.LIMIT)).blocked();
      world
          .run(
              () -> {
                queue.put("a");
                queue.put("b");
              })
          .join();
      assertEquals(Set.of("a", "b"), Set.of(taker.get(), poller.get()));
    }
  }

  @OnEverySharedEngine
  void aTakerThatIsKilledTakesNothing(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<String> queue = world.queue(0);
        Gate gate = Gate.in(dir)) {
      OtherProcess doomed =
          world.process(
              () -> {
                gate.arrive();
                queue.take();
                Tasks.linger();
              });
      gate.awaitArrivals(1);
      doomed.kill();
      queue.put("a");
      assertEquals("a", queue.poll(Eventually.LIMIT));
    }
  }

  @OnEverySharedEngine
  void anInterruptEndsTheWaitAndLosesNothing(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Integer> queue = world.queue(1)) {
      Beside<Integer> taker = Beside.call(queue::take).blocked();
      taker.interrupt();
      assertInstanceOf(InterruptedException.class, taker.failure());
      queue.put(1);
      Beside<Boolean> putter =
          Beside.call(
                  () -> {
                    queue.put(2);
                    return true;
                  })
              .blocked();
      putter.interrupt();
      assertInstanceOf(InterruptedException.class, putter.failure());
      assertEquals(1, queue.take());
      assertTrue(queue.isEmpty(), "the element of an interrupted put must not be there");
    }
  }

  // ---- elements

  @OnEverySharedEngine
  void elementsAreCopies(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<List<String>> queue = world.queue(0)) {
      List<String> sent = new ArrayList<>(List.of("as it was put"));
      queue.put(sent);
      sent.set(0, "changed later");
      List<String> got = queue.take();
      assertNotSame(sent, got);
      assertEquals(List.of("as it was put"), got);
    }
  }

  @OnEverySharedEngine
  void whatCannotTravelIsRefusedAndHarmsNothing(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Object> queue = world.queue(3)) {
      assertThrows(TaskSerializationException.class, () -> queue.put(new Thread()));
      assertThrows(TaskSerializationException.class, () -> queue.offer(new Thread()));
      assertThrows(
          TaskSerializationException.class,
          () -> queue.offer(List.of(new Thread()), Duration.ofSeconds(1)));
      assertTrue(queue.isEmpty());
      queue.put("next");
      assertEquals("next", queue.take());
    }
  }

  @OnEverySharedEngine
  void nullIsRefused(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<String> queue = world.queue(0)) {
      assertThrows(NullPointerException.class, () -> queue.put(none()));
      assertThrows(NullPointerException.class, () -> queue.offer(none()));
      assertTrue(queue.isEmpty());
    }
  }

  @SuppressWarnings("NullAway") // a caller that is not checked
  private static String none() {
    return null;
  }

  @OnEverySharedEngine
  void sharedObjectsTravelThroughIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<SharedQueue<String>> queue = world.queue(0);
        SharedQueue<String> inner = world.queue(0);
        SharedQueue<SharedLock> locks = world.queue(0);
        SharedLock lock = world.reentrantLock()) {
      queue.put(inner);
      locks.put(lock);
      lock.lock();
      Elsewhere other =
          world.run(
              () -> {
                SharedLock same = locks.take();
                assertFalse(same.tryLock());
                queue.take().put("through the handle");
                same.lock();
                same.unlock();
              });
      assertEquals("through the handle", inner.take());
      lock.unlock();
      other.join();
      inner.put("x");
      queue.put(inner);
      assertEquals("x", queue.take().take());
    }
  }

  // ---- its end

  @OnEverySharedEngine
  void aClosedHandleSaysThatItIsClosed(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      SharedQueue<String> queue = world.queue(2);
      queue.put("a");
      queue.close();
      queue.close();
      for (VoidTask use :
          List.<VoidTask>of(
              () -> queue.put("b"),
              () -> queue.offer("b"),
              () -> queue.offer("b", LIMIT),
              queue::take,
              queue::poll,
              () -> queue.poll(LIMIT),
              queue::size,
              queue::isEmpty,
              queue::isFull,
              queue::remainingCapacity,
              () -> queue.drainTo(new ArrayList<>(), 1))) {
        String message = assertThrows(IllegalStateException.class, use::run).getMessage();
        assertTrue(message.contains("is closed"), message);
      }
    }
  }

  @OnEverySharedEngine
  void othersGoOnWhenOneHandleIsClosed(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<String> answers = world.queue(0)) {
      SharedQueue<String> queue = world.queue(0);
      queue.put("a");
      Elsewhere other =
          world.run(
              () -> {
                answers.put("ready");
                answers.put(queue.take());
                queue.put("b");
                answers.put(queue.take());
              });
      assertEquals("ready", answers.take());
      queue.close();
      other.join();
      assertEquals("a", answers.take());
      assertEquals("b", answers.take());
    }
  }

  @OnEverySharedEngine
  void aNegativeBoundIsRefused(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      assertThrows(IllegalArgumentException.class, () -> world.queue(-1));
      assertThrows(IllegalArgumentException.class, () -> world.joinableQueue(-1));
    }
  }

  // ---- the simple one

  @OnEverySharedEngine
  void aSimpleQueueIsSeenEmptyAndNotFromBothSides(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SimpleQueue<Boolean> queue = world.simpleQueue();
        SimpleQueue<Boolean> answers = world.simpleQueue()) {
      assertTrue(queue.isEmpty());
      Elsewhere child =
          world.run(
              () -> {
                answers.put(queue.isEmpty());
                queue.put(true);
                answers.put(queue.isEmpty());
              });
      child.join();
      assertFalse(queue.isEmpty());
      assertTrue(queue.take());
      assertTrue(queue.isEmpty());
      assertEquals(List.of(true, false), List.of(answers.take(), answers.take()));
    }
  }

  @OnEverySharedEngine
  void aClosedSimpleQueueSaysThatItIsClosed(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      SimpleQueue<String> queue = world.simpleQueue();
      queue.close();
      queue.close();
      String message = assertThrows(IllegalStateException.class, queue::isEmpty).getMessage();
      assertTrue(message.contains("is closed"), message);
    }
  }
}
