package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.SharedBoolean;
import org.jvmpool.shared.SharedDouble;
import org.jvmpool.shared.SharedInt;
import org.jvmpool.shared.SharedLong;

@Promises(SharedEngine.Claim.VALUES)
@ExtendWith(WarmProcesses.class)
class ValueTest {

  @OnEverySharedEngine
  void whatAnotherProcessWritesIsSeen(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      try (SharedInt i = mp.sharedInt(-7);
          SharedLong l = mp.sharedLong(1L << 40);
          SharedDouble d = mp.sharedDouble(2.5);
          SharedBoolean b = mp.sharedBoolean(true)) {
        assertEquals(-7, i.get());
        assertEquals(1L << 40, l.get());
        assertEquals(2.5, d.get());
        assertTrue(b.get());
        world
            .run(
                () -> {
                  assertEquals(-7, i.get());
                  i.set(8);
                  assertEquals(1L << 40, l.getPlain());
                  l.setPlain(-3);
                  d.set(d.get() * 2);
                  b.set(!b.get());
                })
            .join();
        assertEquals(8, i.getPlain());
        assertEquals(-3, l.get());
        assertEquals(5.0, d.get());
        assertFalse(b.get());
      }
    }
  }

  @OnEverySharedEngine
  void additionsOfSeveralProcessesAllCount(SharedEngine engine) throws Exception {
    int each = 2_000;
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      try (SharedInt i = mp.sharedInt(0);
          SharedLong l = mp.sharedLong(0);
          SharedDouble d = mp.sharedDouble(0);
          SharedInt locked = mp.sharedInt(0)) {
        List<Elsewhere> all = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
          all.add(
              world.run(
                  () -> {
                    for (int n = 0; n < each; n++) {
                      i.incrementAndGet();
                      l.addAndGet(2);
                      d.addAndGet(0.5);
                      locked.lock().lock();
                      try {
                        locked.setPlain(locked.getPlain() + 1);
                      } finally {
                        locked.lock().unlock();
                      }
                    }
                  }));
        }
        for (Elsewhere one : all) {
          one.join();
        }
        assertEquals(3 * each, i.get());
        assertEquals(6L * each, l.get());
        assertEquals(1.5 * each, d.get());
        assertEquals(3 * each, locked.get());
      }
    }
  }

  @OnEverySharedEngine
  void theAtomicVerbsDoWhatTheySay(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      try (SharedInt i = mp.sharedInt(Integer.MAX_VALUE);
          SharedLong l = mp.sharedLong(Long.MAX_VALUE);
          SharedDouble d = mp.sharedDouble(Double.NaN);
          SharedBoolean b = mp.sharedBoolean(false)) {
        assertEquals(Integer.MIN_VALUE, i.incrementAndGet());
        assertEquals(Integer.MIN_VALUE + 5, i.addAndGet(5));
        assertFalse(i.compareAndSet(1, 2));
        assertTrue(i.compareAndSet(Integer.MIN_VALUE + 5, 2));
        assertEquals(Long.MIN_VALUE, l.incrementAndGet());
        assertEquals(Long.MAX_VALUE, l.addAndGet(-1));
        assertFalse(l.compareAndSet(0, 1));
        assertTrue(l.compareAndSet(Long.MAX_VALUE, 1));
        assertTrue(d.compareAndSet(Double.NaN, 0.0), "NaN is compared by its bits");
        assertFalse(d.compareAndSet(-0.0, 1), "0.0 is not -0.0");
        assertEquals(1.5, d.addAndGet(1.5));
        assertFalse(b.compareAndSet(true, false));
        assertTrue(b.compareAndSet(false, true));
        assertTrue(b.get());
      }
    }
  }

  @OnEverySharedEngine
  void aValueHasOneLockWhichIsReentrant(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedInt value = world.multiprocessing().sharedInt(0);
        SharedInt other = world.multiprocessing().sharedInt(0)) {
      assertSame(value.lock(), value.lock());
      value.lock().lock();
      value.lock().lock();
      world
          .process(
              () -> {
                assertFalse(value.lock().tryLock());
                assertTrue(other.lock().tryLock());
                value.set(3); // the methods do not take it by themselves
              })
          .join();
      assertEquals(3, value.get());
      value.lock().unlock();
      assertTrue(value.lock().isLocked());
      value.lock().unlock();
      assertFalse(value.lock().isLocked());
    }
  }

  @OnEverySharedEngine
  void aClosedHandleSaysThatItIsClosed(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      SharedInt i = mp.sharedInt(0);
      SharedLong l = mp.sharedLong(0);
      SharedDouble d = mp.sharedDouble(0);
      SharedBoolean b = mp.sharedBoolean(false);
      for (AutoCloseable each : List.<AutoCloseable>of(i, l, d, b)) {
        each.close();
        each.close();
      }
      assertThrows(IllegalStateException.class, i::get);
      assertThrows(IllegalStateException.class, () -> l.addAndGet(1));
      assertThrows(IllegalStateException.class, () -> d.set(1));
      assertTrue(
          assertThrows(IllegalStateException.class, b::get).getMessage().contains("is closed"));
    }
  }
}
