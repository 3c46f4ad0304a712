package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.SharedByteArray;
import org.jvmpool.shared.SharedDoubleArray;
import org.jvmpool.shared.SharedIntArray;
import org.jvmpool.shared.SharedLongArray;

@Promises(SharedEngine.Claim.VALUES)
class ArrayTest {

  @OnEverySharedEngine
  void aNewArrayIsFullOfZerosAlsoAfterOthersWereClosed(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      for (int round = 0; round < 3; round++) {
        try (SharedIntArray array = world.multiprocessing().intArray(10)) {
          assertEquals(10, array.length());
          assertArrayEquals(new int[10], array.toArray());
          for (int i = 0; i < 10; i++) {
            array.set(i, i + 1);
          }
        }
      }
    }
  }

  @OnEverySharedEngine
  void anotherProcessComputesInPlace(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      try (SharedIntArray ints = mp.intArray(10);
          SharedLongArray longs = mp.longArray(10);
          SharedDoubleArray doubles = mp.doubleArray(10)) {
        for (int i = 0; i < 10; i++) {
          ints.set(i, i * i - 3);
          longs.set(i, (long) i << 33);
          doubles.set(i, i / 4.0);
        }
        world
            .run(
                () -> {
                  ints.lock().lock();
                  for (int i = 1; i < 10; i++) {
                    ints.addAndGet(i, ints.get(i - 1));
                    longs.addAndGet(i, longs.get(i - 1));
                    doubles.addAndGet(i, doubles.get(i - 1));
                  }
                  ints.lock().unlock();
                })
            .join();
        int[] i = new int[10];
        long[] l = new long[10];
        double[] d = new double[10];
        for (int n = 0; n < 10; n++) {
          i[n] = n * n - 3 + (n == 0 ? 0 : i[n - 1]);
          l[n] = ((long) n << 33) + (n == 0 ? 0 : l[n - 1]);
          d[n] = n / 4.0 + (n == 0 ? 0 : d[n - 1]);
        }
        assertArrayEquals(i, ints.toArray());
        assertArrayEquals(l, longs.toArray());
        assertArrayEquals(d, doubles.toArray());
      }
    }
  }

  @OnEverySharedEngine
  void partsAreCopiedInAndOut(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedByteArray array = world.multiprocessing().byteArray(10)) {
      byte[] from = {1, 2, 3, 4, 5};
      array.set(2, from, 1, 3);
      array.set(9, (byte) -1);
      world.run(() -> array.set(0, (byte) 9)).join();
      byte[] all = new byte[12];
      array.get(0, all, 1, 10);
      assertArrayEquals(new byte[] {0, 9, 0, 2, 3, 4, 0, 0, 0, 0, -1, 0}, all);
      assertEquals(-1, array.get(9));
      array.get(10, all, 12, 0);
      assertThrows(IndexOutOfBoundsException.class, () -> array.get(8, all, 0, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> array.get(0, all, 10, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> array.set(-1, from, 0, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> array.set(0, from, 3, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> array.set(0, from, 0, -1));
    }
  }

  @OnEverySharedEngine
  void atomicVerbsOnElements(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      try (SharedIntArray ints = mp.intArray(3);
          SharedLongArray longs = mp.longArray(3)) {
        assertEquals(4, ints.addAndGet(1, 4));
        assertFalse(ints.compareAndSet(1, 3, 9));
        assertTrue(ints.compareAndSet(1, 4, 9));
        assertEquals(-1, longs.addAndGet(2, -1));
        assertFalse(longs.compareAndSet(2, 0, 9));
        assertTrue(longs.compareAndSet(2, -1, 9));
        assertArrayEquals(new int[] {0, 9, 0}, ints.toArray());
        assertArrayEquals(new long[] {0, 0, 9}, longs.toArray());
      }
    }
  }

  @OnEverySharedEngine
  void wrongLengthsAndIndexesAreRefused(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      assertThrows(IllegalArgumentException.class, () -> mp.byteArray(-1));
      assertThrows(IllegalArgumentException.class, () -> mp.intArray(-1));
      assertThrows(IllegalArgumentException.class, () -> mp.longArray(-1));
      assertThrows(IllegalArgumentException.class, () -> mp.doubleArray(-1));
      try (SharedDoubleArray none = mp.doubleArray(0);
          SharedIntArray three = mp.intArray(3);
          SharedByteArray two = mp.byteArray(2)) {
        assertEquals(0, none.length());
        assertThrows(IndexOutOfBoundsException.class, () -> none.get(0));
        assertThrows(IndexOutOfBoundsException.class, () -> three.get(3));
        assertThrows(IndexOutOfBoundsException.class, () -> three.set(-1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> three.addAndGet(3, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> two.get(2));
        assertThrows(IndexOutOfBoundsException.class, () -> two.set(2, (byte) 0));
        String index =
            assertThrows(IndexOutOfBoundsException.class, () -> three.get(4)).getMessage();
        assertTrue(index.matches("(?i).*int ?array.* of length 3 has no index 4"), index);
        String range =
            assertThrows(IndexOutOfBoundsException.class, () -> two.get(1, new byte[9], 0, 2))
                .getMessage();
        assertTrue(range.endsWith(" of length 2 has no 2 elements from index 1 on"), range);
      }
    }
  }

  @OnEverySharedEngine
  void anArrayHasOneLock(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedLongArray array = world.multiprocessing().longArray(1)) {
      assertSame(array.lock(), array.lock());
      array.lock().lock();
      world.run(() -> assertFalse(array.lock().tryLock())).join();
      array.lock().unlock();
    }
  }

  @OnEverySharedEngine
  void aClosedHandleSaysThatItIsClosed(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Multiprocessing mp = world.multiprocessing();
      SharedByteArray b = mp.byteArray(1);
      SharedIntArray i = mp.intArray(1);
      SharedLongArray l = mp.longArray(1);
      SharedDoubleArray d = mp.doubleArray(1);
      for (AutoCloseable each : List.<AutoCloseable>of(b, i, l, d)) {
        each.close();
        each.close();
      }
      assertThrows(IllegalStateException.class, () -> b.get(0));
      assertThrows(IllegalStateException.class, i::toArray);
      assertThrows(IllegalStateException.class, () -> l.set(0, 1));
      assertTrue(
          assertThrows(IllegalStateException.class, () -> d.addAndGet(0, 1))
              .getMessage()
              .contains("is closed"));
    }
  }
}
