package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Connections;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedByteArray;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.shared.SharedSemaphore;

/** Whoever passes null is told for what. */
@Promises(SharedEngine.Claim.LOCKS)
class NullsTest {
  private static final Duration LIMIT = Duration.ofMillis(1);

  private static void assertNamed(String name, Executable... calls) {
    for (int i = 0; i < calls.length; i++) {
      NullPointerException refusal =
          assertThrows(NullPointerException.class, calls[i], name + ", call " + i);
      assertEquals(name + " must not be null", refusal.getMessage(), "call " + i);
    }
  }

  @SuppressWarnings("NullAway") // a caller that is not checked
  private static <T> T none() {
    return null;
  }

  @OnEverySharedEngine
  void ofLocksAndTheLike(SharedEngine engine) {
    try (SharedWorld world = engine.open();
        SharedLock lock = world.lock();
        SharedSemaphore semaphore = world.semaphore(0);
        SharedEvent event = world.event();
        SharedBarrier barrier = world.barrier(2)) {
      SharedCondition condition = lock.newCondition();
      lock.lock();
      assertNamed("unit", () -> lock.tryLock(1, none()), () -> condition.await(1, none()));
      assertNamed("deadline", () -> condition.awaitUntil(none()));
      assertNamed("condition", () -> condition.awaitUntil(none(), LIMIT));
      assertNamed(
          "limit",
          () -> lock.tryLock(NullsTest.<Duration>none()),
          () -> condition.await(NullsTest.<Duration>none()),
          () -> condition.awaitUntil(() -> true, none()),
          () -> semaphore.tryAcquire(none()),
          () -> event.await(none()),
          () -> barrier.await(none()));
      lock.unlock();
    }
  }

  @OnEverySharedEngine
  void ofQueues(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        JoinableQueue<Object> queue = world.joinableQueue(0)) {
      assertNamed(
          "an element",
          () -> queue.put(none()),
          () -> queue.offer(none()),
          () -> queue.offer(none(), LIMIT),
          () -> world.simpleQueue().put(none()));
      assertNamed(
          "limit",
          () -> queue.offer(1, none()),
          () -> queue.poll(none()),
          () -> queue.join(none()));
      assertNamed("into", () -> queue.drainTo(none(), 1));
      assertEquals(0, queue.size());
    }
  }

  @OnEverySharedEngine
  void ofConnections(SharedEngine engine) throws Exception {
    if (engine.claims(SharedEngine.Claim.PIPES)) {
      try (SharedWorld world = engine.open()) {
        ofConnection(world.multiprocessing().pipe().first());
      }
    }
  }

  private static void ofConnection(Connection connection) throws Exception {
    try (connection) {
      assertNamed("value", () -> connection.send(none()));
      assertNamed("type", () -> connection.recv(none()));
      assertNamed(
          "bytes", () -> connection.sendBytes(none()), () -> connection.sendBytes(none(), 0, 0));
      assertNamed("buffer", () -> connection.recvBytesInto(none(), 0));
      assertNamed("limit", () -> connection.poll(none()));
    }
  }

  @OnEverySharedEngine
  void ofArrays(SharedEngine engine) {
    if (engine.claims(SharedEngine.Claim.VALUES)) {
      try (SharedWorld world = engine.open();
          SharedByteArray array = world.multiprocessing().byteArray(2)) {
        assertNamed("into", () -> array.get(0, none(), 0, 1));
        assertNamed("from", () -> array.set(0, none(), 0, 1));
      }
    }
  }

  @Test
  void ofSockets() throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    byte[] key = new byte[0];
    assertNamed(
        "address", () -> Connections.listen(none(), key), () -> Connections.connect(none(), key));
    assertNamed(
        "authKey",
        () -> Connections.listen(address, none()),
        () -> Connections.connect(address, none()));
    assertNamed("connectionsOrProcesses", () -> Connections.waitAny(none(), LIMIT));
    assertNamed("limit", () -> Connections.waitAny(List.of(), none()));
    assertNamed("name", () -> SharedMemory.attach(none()));
    try (var listener = Connections.listen(address, key)) {
      ofConnection(Connections.connect(listener.address(), key));
    }
  }
}
