package org.jvmpool.worker.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.SerializablePredicate;
import org.jvmpool.SerializableUnaryOperator;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.manager.SharedList;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.manager.SharedReference;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.worker.family.HandleClosed;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameType;

/** Calls that are given up, and answers that are not taken, or not all of them. */
@Timeout(60)
class GivenUpCallTest {
  /** What functions in the server, which run in this JVM, tell the test. */
  private static volatile Running running = new Running();

  private static final class Running {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    Integer untilInterrupted() {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
      return 1;
    }
  }

  private static Integer runs() {
    return running.untilInterrupted();
  }

  @TempDir Path dir;

  private OwnServer server;
  private RemoteManager client;

  @BeforeEach
  void start() throws Exception {
    server = new OwnServer(dir);
    client = server.client();
    running = new Running();
  }

  @AfterEach
  void end() {
    letGo = true; // whatever has failed, nothing goes on in the server
    client.close();
    server.close();
  }

  private static FutureTask<Object> beside(Callable<Object> call) {
    FutureTask<Object> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "test-beside");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static void assertClosed(FutureTask<Object> call) {
    ExecutionException ended =
        assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
    assertInstanceOf(HandleClosed.class, ended.getCause());
  }

  // ---- words that overtake one another

  @Test
  void anOlderWordThatComesLateMakesNoNewerOneForgotten() throws Exception {
    SharedQueue<Integer> queue = client.queue(0);
    LinkConnection connection = server.another(client);
    try {
      long number = connection.welcome().connection();
      server.arrives(client, FrameType.CANCEL, 0, 2, number);
      server.arrives(client, FrameType.CANCEL, 0, 1, number);
      assertEquals(1, OwnServer.call(client, connection, RemoteManager.ID, Op.STATS).number());
      LinkConnection.Failed ended =
          assertThrows(
              LinkConnection.Failed.class,
              () ->
                  OwnServer.call(
                      client,
                      connection,
                      ((Proxy) queue).remote().id(),
                      Op.QUEUE_TAKE,
                      Limits.FOR_EVER));
      assertInstanceOf(InterruptedException.class, ended.failure());
    } finally {
      connection.close();
    }
  }

  @Test
  void aCallOfWhichTheAnswerIsKnownNotToBeReadIsNotMade() throws Exception {
    SharedList<Integer> list = client.list();
    LinkConnection connection = server.another(client);
    try {
      long number = connection.welcome().connection();
      server.arrives(client, FrameType.CANCEL, Frame.CLOSED | Frame.UNREAD, 1, number);
      assertThrows(
          EOFException.class,
          () ->
              OwnServer.call(
                  client, connection, ((ListProxy<Integer>) list).remote().id(), Op.LIST_ADD, 1));
    } finally {
      connection.close();
    }
    assertEquals(List.of(), list);
  }

  // ---- functions

  private void assertEndsWithItsHandle(Callable<Object> call, Runnable close) throws Exception {
    running = new Running();
    FutureTask<Object> calling = beside(call);
    assertTrue(running.begun.await(30, TimeUnit.SECONDS));
    close.run();
    assertClosed(calling);
    assertTrue(running.interrupted.await(30, TimeUnit.SECONDS));
  }

  @Test
  void aFunctionThatWaitsIsInterruptedWhenItsHandleIsClosed() throws Exception {
    SharedMap<String, Integer> dict = client.dict();
    assertEndsWithItsHandle(() -> dict.compute("k", (key, none) -> runs()), dict::close);
    SharedList<Integer> list = client.list(List.of(1));
    assertEndsWithItsHandle(
        () -> list.removeIf((SerializablePredicate<Integer>) each -> runs() == 1), list::close);
    SharedReference<Integer> variable = client.value(0);
    assertEndsWithItsHandle(
        () -> variable.update((SerializableUnaryOperator<Integer>) each -> runs()),
        variable::close);
  }

  @Test
  void aFunctionOfAClientThatDiesIsInterrupted() throws Exception {
    RemoteManager dies = server.client();
    SharedMap<String, Integer> dict = dies.dict();
    FutureTask<Object> calling = beside(() -> dict.compute("k", (key, none) -> runs()));
    assertTrue(running.begun.await(30, TimeUnit.SECONDS));
    dies.close();
    assertTrue(running.interrupted.await(30, TimeUnit.SECONDS));
    Until.holds("its call is over", calling::isDone);
  }

  /** Goes on though it is interrupted, until it is let. */
  private static Object stubbornly() {
    running.untilInterrupted();
    while (Thread.interrupted() || !letGo) {
      Thread.onSpinWait();
    }
    return made;
  }

  private static volatile boolean letGo;
  private static volatile Object made = "";

  @Test
  void whoClosesItsHandleWaitsForNoFunctionThatDoesNotHearOfIt() throws Exception {
    letGo = false;
    SharedMap<String, Object> dict = client.dict();
    SharedList<Integer> list = client.list(List.of(3));
    made = list;
    RemoteManager other = server.client();
    SharedMap<String, Object> again =
        new DictProxy<>(
            new RemoteObject(other, Kind.DICT, ((DictProxy<?, ?>) dict).remote().id(), null));
    assertEquals(0, again.size());
    FutureTask<Object> calling = beside(() -> dict.compute("k", (key, none) -> stubbornly()));
    assertTrue(running.begun.await(30, TimeUnit.SECONDS));
    dict.close();
    assertClosed(calling);
    assertTrue(running.interrupted.await(30, TimeUnit.SECONDS));
    assertEquals(List.of(3), list); // the connections that are left are as before
    letGo = true;
    Until.holds("it has come to its end", () -> again.containsKey("k"));
    again.close();
    list.close();
    made = "";
    Until.collected("what it would have answered is not held", () -> client.stats().objects() == 0);
    other.close();
  }

  // ---- locks

  @Test
  void aWaitForASignalEndsWithItsHandleThoughAnotherHoldsTheLock() throws Exception {
    SharedLock lock = client.reentrantLock();
    SharedCondition condition = lock.newCondition();
    RemoteManager other = server.client();
    SharedLock same =
        new LockProxy(
            new RemoteObject(other, Kind.REENTRANT_LOCK, ((Proxy) lock).remote().id(), null));
    FutureTask<Object> waits =
        beside(
            () -> {
              lock.lock();
              condition.await();
              return "came to its end";
            });
    Until.holds(
        "it waits",
        () -> {
          same.lock();
          boolean waiting = server.server().sessionCount() == 2 && isAwaited();
          if (!waiting) {
            same.unlock();
          }
          return waiting;
        });
    lock.close();
    assertClosed(waits);
    assertTrue(same.isLocked());
    same.unlock();
    assertTrue(same.tryLock());
    same.unlock();
    other.close();
  }

  /** Whether a thread of the server waits for a signal. */
  private static boolean isAwaited() {
    return Thread.getAllStackTraces().entrySet().stream()
        .anyMatch(
            each ->
                each.getKey().getName().startsWith("jvmpool-tested-client-")
                    && each.getKey().getState() == Thread.State.WAITING
                    && List.of(each.getValue()).toString().contains("LockCore.awaitSignal"));
  }

  // ---- several things at once

  /** Cannot be rebuilt while it may not. */
  private static final class Fragile implements Serializable {
    private static volatile boolean breaks;

    private void readObject(ObjectInputStream in) {
      if (breaks) {
        throw new IllegalCallerException("it is broken");
      }
    }
  }

  @Test
  void drainToLosesNothingButTheElementThatCannotBeRebuilt() throws Exception {
    SharedQueue<Object> queue = client.queue(0);
    for (Object element : List.of("a", "b", new Fragile(), "d", "e")) {
      queue.put(element);
    }
    List<Object> into = new ArrayList<>();
    Fragile.breaks = true;
    try {
      TaskSerializationException gone =
          assertThrows(TaskSerializationException.class, () -> queue.drainTo(into, 10));
      assertTrue(gone.getMessage().startsWith("element 3 of the 5 "), gone::getMessage);
    } finally {
      Fragile.breaks = false;
    }
    assertEquals(List.of("a", "b"), into);
    assertEquals(2, queue.size());
    assertEquals(2, queue.drainTo(into, 10));
    assertEquals(List.of("a", "b", "d", "e"), into);
  }

  @Test
  void drainToLosesNothingThatTheCollectionDoesNotTake() throws Exception {
    SharedQueue<Object> queue = client.queue(0);
    RuntimeException full = new IllegalStateException("it is full");
    List<Object> into =
        new ArrayList<>() {
          @Override
          public boolean add(Object element) {
            if (size() == 2) {
              throw full;
            }
            return super.add(element);
          }
        };
    for (Object element : List.of("a", "b", "c", "d")) {
      queue.put(element);
    }
    assertSame(full, assertThrows(full.getClass(), () -> queue.drainTo(into, 10)));
    assertEquals(List.of("a", "b"), into);
    assertEquals(2, queue.size());
    assertEquals("c", queue.take());
    assertEquals("d", queue.take());
  }

  @Test
  void whatIsNotAcknowledgedGoesToTheNextInItsOrder() throws Exception {
    SharedQueue<Object> queue = client.queue(0);
    queue.put("a");
    queue.put("b");
    LinkConnection connection = server.another(client);
    List<Object> seen = new ArrayList<>();
    assertThrows(
        IOException.class,
        () ->
            connection.call(
                client,
                ((Proxy) queue).remote().id(),
                Op.QUEUE_DRAIN,
                new Object[] {10},
                null,
                reply -> {
                  seen.addAll(reply.values());
                  connection.close(); // as if the process died
                  return 2;
                },
                (number, call, flags) -> {}));
    assertEquals(List.of("a", "b"), seen);
    assertEquals("a", queue.take());
    assertEquals("b", queue.take());
  }
}
