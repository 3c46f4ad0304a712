package org.jvmpool.worker.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.ProcessException;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.worker.link.Handshake;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameType;

/** Clients and managers that end within a conversation. */
@Timeout(60)
class DyingClientTest {
  private static final int ROUNDS = 100;

  @TempDir Path dir;

  /** Proves the key, hears nothing any more, and wants to join. */
  private static void joinDeaf(SocketChannel channel) throws IOException {
    channel.write(java.nio.ByteBuffer.wrap(new byte[] {LinkConnection.FAMILY}));
    Handshake.asClient(
        Channels.newInputStream(channel), Channels.newOutputStream(channel), new byte[] {1, 2, 3});
    channel.shutdownInput();
    FrameBuffer frames = new FrameBuffer();
    new JoinMessage(LinkConnection.PROTOCOL, "", 1).write(frames.begin());
    frames.end(FrameType.JOIN, 0, 0, 0);
    frames.writeTo(Channels.newOutputStream(channel));
  }

  @Test
  void whoGoesBeforeItIsWelcomedLeavesNoSession() throws Exception {
    try (OwnServer server = new OwnServer(dir);
        SocketChannel channel = SocketChannel.open(server.address())) {
      joinDeaf(channel);
      Until.holds("it has come and gone", () -> server.server().connectionCount() == 0);
      assertEquals(0, server.server().sessionCount());
    }
  }

  private static FutureTask<Object> beside(java.util.concurrent.Callable<Object> call) {
    FutureTask<Object> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "test-beside");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  @Test
  void whatIsMadeForOneThatHasDiedMeanwhileEndsAtOnce() throws Exception {
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch terminated = new CountDownLatch(1);
    Pool pool =
        (Pool)
            Proxy.newProxyInstance(
                Pool.class.getClassLoader(),
                new Class<?>[] {Pool.class},
                (proxy, method, arguments) -> {
                  assertEquals("terminate", method.getName());
                  terminated.countDown();
                  return null;
                });
    try (OwnServer server =
        new OwnServer(
            dir,
            workers -> {
              making.countDown();
              awaitUninterruptibly(go);
              return pool;
            },
            Doorkeeper::new)) {
      RemoteManager client = server.client();
      FutureTask<Object> creating = beside(() -> client.pool(1));
      assertTrue(making.await(30, TimeUnit.SECONDS));
      client.close();
      Until.holds("its session is over", () -> server.server().sessionCount() == 0);
      go.countDown();
      assertTrue(terminated.await(30, TimeUnit.SECONDS));
      Until.holds("nothing is left", () -> server.server().objects().size() == 0);
      Until.holds("its call is over", creating::isDone);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aSessionThatIsNotThereAnyMoreTakesNothing() throws Exception {
    try (OwnServer server = new OwnServer(dir)) {
      RemoteManager other = server.client();
      SharedQueue<Integer> queue = other.queue(0);
      SharedSemaphore semaphore = other.semaphore(0);
      for (int round = 0; round < ROUNDS; round++) {
        RemoteManager client = server.client();
        SharedQueue<Integer> itsQueue =
            new QueueProxy<>(new RemoteObject(client, Kind.QUEUE, idOf(queue), null));
        SharedSemaphore itsSemaphore =
            new SemaphoreProxy(new RemoteObject(client, Kind.SEMAPHORE, idOf(semaphore), null));
        beside(itsQueue::take);
        beside(
            () -> {
              itsSemaphore.acquire();
              return null;
            });
        Until.holds("both are on their way", () -> server.server().connectionCount() >= 4);
        client.close();
        Until.holds("its session is over", () -> server.server().sessionCount() == 1);
        queue.put(round);
        semaphore.release();
        assertEquals(1, queue.size());
        assertEquals(1, semaphore.availablePermits());
        assertEquals(round, queue.take());
        semaphore.acquire();
        Until.holds("its connections are", () -> server.server().connectionCount() == 2);
      }
      other.close();
    }
  }

  /** Its process was granted the lock, and may have ended before it knew. */
  @Test
  void theSignalOfOneThatDidNothingWithTheLockGoesToAnother() throws Exception {
    try (OwnServer server = new OwnServer(dir)) {
      RemoteManager other = server.client();
      SharedLock lock = other.lock();
      SharedCondition condition = lock.newCondition();
      RemoteManager client = server.client();
      LockProxy itsLock = new LockProxy(new RemoteObject(client, Kind.LOCK, idOf(lock), null));
      SharedCondition itsCondition =
          new ConditionProxy(
              new RemoteObject(client, Kind.CONDITION, idOf(condition), null), itsLock);
      FutureTask<Object> first = sleeps(itsLock, itsCondition, false);
      FutureTask<Object> second = sleeps(lock, condition, true);
      lock.lock();
      condition.signal();
      lock.unlock();
      first.get(30, TimeUnit.SECONDS);
      client.close();
      second.get(30, TimeUnit.SECONDS);
      assertFalse(lock.isLocked());
      other.close();
    }
  }

  /** Returns when it waits. */
  private static FutureTask<Object> sleeps(
      SharedLock lock, SharedCondition condition, boolean unlocks) throws InterruptedException {
    CountDownLatch locked = new CountDownLatch(1);
    FutureTask<Object> sleeping =
        beside(
            () -> {
              lock.lock();
              locked.countDown();
              condition.await();
              if (unlocks) {
                lock.unlock();
              }
              return true;
            });
    assertTrue(locked.await(30, TimeUnit.SECONDS));
    lock.lock(); // so it waits
    lock.unlock();
    return sleeping;
  }

  private static long idOf(Object proxy) {
    return ((org.jvmpool.worker.manager.Proxy) proxy).remote().id();
  }

  @Test
  void whoAsksAManagerToEndIsAnswered() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (OwnServer server = new OwnServer(dir)) {
        RemoteManager client = server.client();
        FutureTask<Object> end =
            beside(
                () -> {
                  server.server().awaitStop();
                  server.server().close();
                  return null;
                });
        client.link().call(RemoteManager.ID, Op.STOP);
        end.get(30, TimeUnit.SECONDS);
        client.close();
      }
    }
  }

  @Test
  void anInterruptStaysSetThoughTheManagerGoesMeanwhile() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    RUNS = runs;
    try (OwnServer server = new OwnServer(dir)) {
      RemoteManager client = server.client();
      org.jvmpool.manager.SharedMap<String, Integer> dict = client.dict();
      FutureTask<Object> calling =
          new FutureTask<>(
              () -> {
                try {
                  dict.compute("k", (key, none) -> waitForEver());
                  return "came to its end";
                } catch (ProcessException e) {
                  return Thread.interrupted();
                }
              });
      Thread thread = new Thread(calling, "test-calling");
      thread.start();
      assertTrue(runs.await(30, TimeUnit.SECONDS));
      thread.interrupt();
      Until.holds("the interrupt is noted", () -> !thread.isInterrupted());
      server.close();
      assertEquals(true, calling.get(30, TimeUnit.SECONDS));
      client.close();
    }
  }

  @Test
  void aClientIsClosedThoughAThreadOfItStillConnects() throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(dir.resolve("silent.socket"));
    ManagerKey key = new ManagerKey(new byte[] {1, 2, 3}, true);
    SocketLink link = new SocketLink(new Reach(address, key, null), null);
    FutureTask<Object> connecting;
    try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(address);
      connecting = beside(link::open);
      try (SocketChannel come = silent.accept()) {
        assertTrue(come.isConnected());
        link.close();
        assertThrows(ProcessException.class, () -> link.call(RemoteManager.ID, Op.STATS));
      }
    }
    assertThrows(ExecutionException.class, () -> connecting.get(30, TimeUnit.SECONDS));
  }

  @Test
  void aCallThatGetsNoConnectionOfItsOwnEndsAlone() throws Exception {
    try (OwnServer server = new OwnServer(dir)) {
      RemoteManager client = server.client();
      SharedQueue<Integer> queue = client.queue(0);
      FutureTask<Object> taking = new FutureTask<>(queue::take);
      Thread thread = new Thread(taking, "test-taking");
      thread.start();
      Until.holds("it has the only connection", () -> isInSelect(thread));
      Files.delete(server.address().getPath());
      ProcessException alone = assertThrows(ProcessException.class, () -> queue.put(1));
      assertTrue(alone.getMessage().contains("The session goes on"), alone::getMessage);
      thread.interrupt();
      assertThrows(ExecutionException.class, () -> taking.get(30, TimeUnit.SECONDS));
      queue.put(2);
      assertEquals(2, queue.take());
      client.close();
    }
  }

  private static boolean isInSelect(Thread thread) {
    return List.of(thread.getStackTrace()).stream()
        .anyMatch(frame -> frame.getMethodName().equals("select"));
  }

  private static volatile CountDownLatch RUNS = new CountDownLatch(0);

  private static Integer waitForEver() {
    RUNS.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // the manager has ended
    }
    return 1;
  }
}
