package org.jvmpool.impl.behaviour.shared;

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
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.shared.SharedEvent;

@Promises(SharedEngine.Claim.LOCKS)
@ExtendWith(WarmProcesses.class)
class EventTest {
  @TempDir Path dir;

  @OnEverySharedEngine
  void itIsNotSetAtFirstAndWaitsPassTheirLimit(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedEvent event = world.event()) {
      assertFalse(event.isSet());
      Stopwatch.assertAtOnce(
          () -> {
            assertFalse(event.await(Duration.ZERO));
            assertFalse(event.await(Duration.ofSeconds(-1)));
          });
      Stopwatch watch = Stopwatch.start();
      assertFalse(event.await(Duration.ofMillis(200)));
      watch.assertAtLeast(Duration.ofMillis(200));
    }
  }

  @OnEverySharedEngine
  void onceSetNobodyWaitsUntilItIsCleared(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedEvent event = world.event()) {
      event.set();
      event.set();
      assertTrue(event.isSet());
      Stopwatch.assertAtOnce(
          () -> {
            event.await();
            assertTrue(event.await(Duration.ZERO));
            assertTrue(event.await(Duration.ofSeconds(10)));
          });
      event.clear();
      assertFalse(event.isSet());
      assertFalse(event.await(Duration.ZERO));
    }
  }

  @OnEverySharedEngine
  void setByAnotherProcessWakesAllThatWait(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedEvent event = world.event();
        SharedEvent answer = world.event()) {
      Elsewhere waiter =
          world.run(
              () -> {
                event.await();
                answer.set();
              });
      List<Beside<Boolean>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(Beside.call(() -> event.await(Eventually.LIMIT)).blocked());
      }
      Elsewhere setter = world.run(event::set);
      for (Beside<Boolean> each : waiting) {
        assertTrue(each.get());
      }
      assertTrue(answer.await(Eventually.LIMIT));
      setter.join();
      waiter.join();
    }
  }

  @OnEverySharedEngine
  void thoseThatWereWokenGoOnThoughItIsCleared(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedEvent event = world.event()) {
      Beside<Boolean> waiter = Beside.call(() -> event.await(Eventually.LIMIT)).blocked();
      event.set();
      event.clear();
      assertTrue(waiter.get());
      assertFalse(event.isSet());
    }
  }

  @OnEverySharedEngine
  void anInterruptEndsTheWait(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedEvent event = world.event()) {
      Beside<Boolean> waiter = Beside.call(() -> event.await(Duration.ofSeconds(60))).blocked();
      waiter.interrupt();
      assertInstanceOf(InterruptedException.class, waiter.failure());
    }
  }

  @OnEverySharedEngine
  void aWaiterThatIsKilledHoldsUpNobody(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedEvent event = world.event();
        Gate gate = Gate.in(dir)) {
      OtherProcess waiter =
          world.process(
              () -> {
                gate.arrive();
                event.await();
                Tasks.linger();
              });
      gate.awaitArrivals(1);
      waiter.kill();
      Beside<Boolean> other = Beside.call(() -> event.await(Eventually.LIMIT)).blocked();
      event.set();
      assertTrue(other.get());
    }
  }

  @OnEverySharedEngine
  void aClosedHandleIsOfNoUse(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      SharedEvent event = world.event();
      event.close();
      event.close();
      assertThrows(IllegalStateException.class, event::set);
      assertThrows(IllegalStateException.class, event::clear);
      assertThrows(IllegalStateException.class, event::await);
      assertTrue(
          assertThrows(IllegalStateException.class, event::isSet)
              .getMessage()
              .contains("is closed"));
    }
  }
}
