package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.HouseCheck;

/** Payloads that leave the pipe. The house is checked for files after each test. */
@Behaviour
class BigPayloadTest {
  private static final int MIB = 1 << 20;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] same(byte[] bytes) {
    return bytes;
  }

  private static byte[] reversed(byte[] bytes) {
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte b = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = b;
    }
    return bytes;
  }

  @Test
  void argumentsAndResultsArriveWhole() {
    try (Pool pool = Pool.create(2)) {
      for (int length : new int[] {MIB - 100, MIB, MIB + 1, 7 * MIB + 77, 3 * MIB, 40 * MIB}) {
        assertArrayEquals(
            reversed(bytes(length)), pool.apply(BigPayloadTest::reversed, bytes(length)));
      }
    }
  }

  @Test
  void manyAtOnceArriveWhole() {
    List<byte[]> items = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      items.add(bytes(MIB / 2 + i * 100_000));
    }
    try (Pool pool = Pool.create(2)) {
      List<byte[]> back = pool.map(BigPayloadTest::same, items, 1);
      for (int i = 0; i < items.size(); i++) {
        assertArrayEquals(items.get(i), back.get(i));
      }
      back = pool.map(BigPayloadTest::same, items);
      for (int i = 0; i < items.size(); i++) {
        assertArrayEquals(items.get(i), back.get(i));
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryIsGivenBackWhenAWorkerIsIdle() {
    try (Pool pool = Pool.create(1)) {
      long worker = pool.apply(() -> ProcessHandle.current().pid());
      pool.apply(BigPayloadTest::same, bytes(8 * MIB));
      Eventually.until(() -> segmentBytes(ProcessHandle.current().pid()) == 0);
      Eventually.until(() -> segmentBytes(worker) == 0);
      assertEquals(8 * MIB, pool.apply(BigPayloadTest::same, bytes(8 * MIB)).length);
    }
  }

  /** What files in shared memory that have no name any more hold for that process. */
  private static long segmentBytes(long pid) throws Exception {
    long sum = 0;
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)
            && Files.readSymbolicLink(descriptor)
                .toString()
                .startsWith("/dev/shm/jvmpool-segments")) {
          sum += Files.size(descriptor);
        }
      }
    }
    return sum;
  }

  @Test
  void workersKilledAtAnyMomentLoseTheirTaskAndLeaveNothing() throws Exception {
    byte[] payload = bytes(12 * MIB);
    List<Path> before = HouseCheck.filesOf(ProcessHandle.current().pid());
    int lost = 0;
    try (Pool pool = Pool.create(1)) {
      for (int i = 0; i < 10; i++) {
        long worker = pool.apply(() -> ProcessHandle.current().pid());
        AsyncResult<byte[]> result = pool.applyAsync(BigPayloadTest::same, payload);
        LockSupport.parkNanos(i * 4_000_000L);
        ProcessHandle.of(worker).ifPresent(ProcessHandle::destroyForcibly);
        try {
          assertArrayEquals(payload, result.get());
        } catch (ExecutionException e) {
          assertTrue(e.getCause() instanceof WorkerLostException, () -> "not lost but " + e);
          lost++;
        }
      }
      assertArrayEquals(payload, pool.apply(BigPayloadTest::same, payload));
    }
    assertTrue(lost <= 10);
    assertEquals(before, HouseCheck.filesOf(ProcessHandle.current().pid()));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aSegmentThatATaskCutsShortIsWrittenAnew() throws Exception {
    try (Pool pool = Pool.create(1)) {
      byte[] payload = bytes(2 * MIB);
      assertArrayEquals(payload, pool.apply(BigPayloadTest::same, payload));
      AsyncResult<byte[]> result =
          pool.applyAsync(
              () -> {
                cutShort();
                return bytes(2 * MIB);
              });
      // Written anew as a whole, so nothing is missing.
      assertArrayEquals(payload, result.get());
    }
  }

  /** Truncates this process's own segments. */
  private static void cutShort() throws Exception {
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)
            && Files.readSymbolicLink(descriptor)
                .toString()
                .startsWith("/dev/shm/jvmpool-segments")) {
          try (var channel =
              java.nio.channels.FileChannel.open(
                  descriptor, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(0);
          }
        }
      }
    }
  }
}
