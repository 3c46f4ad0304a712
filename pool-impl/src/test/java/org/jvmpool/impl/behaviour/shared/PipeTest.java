package org.jvmpool.impl.behaviour.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.shared.BufferTooShortException;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Connections;
import org.jvmpool.shared.Pipe;
import org.jvmpool.shared.SharedQueue;

@Promises(SharedEngine.Claim.PIPES)
class PipeTest {
  @TempDir Path dir;

  private static void close(Pipe pipe) {
    pipe.first().close();
    pipe.second().close();
  }

  @OnEverySharedEngine
  void objectsAndBytesComeBackFromAnotherProcess(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      Connection here = pipe.first();
      Connection there = pipe.second();
      Elsewhere echo =
          world.run(
              () -> {
                there.send(there.recv());
                there.sendBytes(there.recvBytes());
                there.close();
              });
      there.close(); // this process's copy, perhaps before the other has begun
      here.send(List.of(1, "two", 3.0));
      assertEquals(List.of(1, "two", 3.0), here.recv());
      here.sendBytes(new byte[] {1, 2, 3});
      assertArrayEquals(new byte[] {1, 2, 3}, here.recvBytes());
      assertThrows(EOFException.class, here::recv);
      assertThrows(EOFException.class, here::recvBytes);
      echo.join();
      here.close();
    }
  }

  @OnEverySharedEngine
  void recvOfATypeChecksIt(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      pipe.first().send("text");
      assertEquals("text", pipe.second().recv(String.class));
      pipe.first().send("text");
      assertThrows(ClassCastException.class, () -> pipe.second().recv(Integer.class));
      pipe.first().send(5);
      assertEquals(5, pipe.second().recv(Integer.class));
      close(pipe);
    }
  }

  @OnEverySharedEngine
  void messagesKeepTheirBorders(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      for (int length : new int[] {3, 0, 1, 1000}) {
        pipe.first().sendBytes(new byte[length]);
      }
      for (int length : new int[] {3, 0, 1, 1000}) {
        assertTrue(pipe.second().poll());
        assertEquals(length, pipe.second().recvBytes().length);
      }
      assertFalse(pipe.second().poll());
      close(pipe);
    }
  }

  @OnEverySharedEngine
  void everyLegalPartOfAnArrayIsSentAndOthersAreRefused(SharedEngine engine) throws Exception {
    byte[] bytes = "abcdefghijkl".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      for (int[] part : new int[][] {{0, 12}, {5, 7}, {7, 3}, {12, 0}, {0, 0}}) {
        pipe.first().sendBytes(bytes, part[0], part[1]);
        assertArrayEquals(
            Arrays.copyOfRange(bytes, part[0], part[0] + part[1]), pipe.second().recvBytes());
      }
      for (int[] part : new int[][] {{0, 13}, {13, 0}, {-1, 3}, {0, -1}, {7, 6}, {22, 1}}) {
        assertThrows(
            IndexOutOfBoundsException.class, () -> pipe.first().sendBytes(bytes, part[0], part[1]));
      }
      assertFalse(pipe.second().poll());
      close(pipe);
    }
  }

  @OnEverySharedEngine
  void bytesAreReceivedIntoAnArray(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      byte[] buffer = new byte[8];
      pipe.first().sendBytes(new byte[] {1, 2, 3});
      assertEquals(3, pipe.second().recvBytesInto(buffer, 0));
      pipe.first().sendBytes(new byte[] {4, 5});
      assertEquals(2, pipe.second().recvBytesInto(buffer, 3));
      pipe.first().sendBytes(new byte[0]);
      assertEquals(0, pipe.second().recvBytesInto(buffer, 8));
      assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 0, 0, 0}, buffer);
      assertThrows(IndexOutOfBoundsException.class, () -> pipe.second().recvBytesInto(buffer, 9));
      assertThrows(IndexOutOfBoundsException.class, () -> pipe.second().recvBytesInto(buffer, -1));
      close(pipe);
    }
  }

  @OnEverySharedEngine
  void aMessageThatDoesNotFitIsNotLost(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      byte[] message = {1, 2, 3, 4};
      byte[] buffer = new byte[5];
      pipe.first().sendBytes(message);
      BufferTooShortException short1 =
          assertThrows(BufferTooShortException.class, () -> pipe.second().recvBytesInto(buffer, 2));
      assertArrayEquals(message, short1.message());
      assertArrayEquals(new byte[5], buffer);
      pipe.first().sendBytes(message);
      BufferTooShortException short2 =
          assertThrows(BufferTooShortException.class, () -> pipe.second().recvBytes(3));
      assertArrayEquals(message, short2.message());
      pipe.first().sendBytes(message);
      assertArrayEquals(message, pipe.second().recvBytes(4));
      assertThrows(IllegalArgumentException.class, () -> pipe.second().recvBytes(-1));
      close(pipe);
    }
  }

  @OnEverySharedEngine
  void pollSaysWhetherARecvWouldWait(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      Connection here = pipe.first();
      Stopwatch.assertAtOnce(
          () -> {
            assertFalse(here.poll());
            assertFalse(here.poll(Duration.ZERO));
            assertFalse(here.poll(Duration.ofSeconds(-1)));
          });
      Stopwatch watch = Stopwatch.start();
      assertFalse(here.poll(Duration.ofMillis(200)));
      watch.assertAtLeast(Duration.ofMillis(200));
      Connection there = pipe.second();
      Elsewhere sender = world.run(() -> there.send(new ArrayList<>(List.of(1))));
      assertTrue(here.poll(Eventually.LIMIT));
      assertTrue(here.poll());
      assertEquals(List.of(1), here.recv());
      assertFalse(here.poll());
      sender.join();
      there.close();
      assertTrue(here.poll(Eventually.LIMIT), "the end can be read, too");
      assertThrows(EOFException.class, here::recv);
      here.close();
    }
  }

  @OnEverySharedEngine
  void aBigMessagePassesInBothDirections(SharedEngine engine) throws Exception {
    byte[] big = new byte[16 << 20];
    big[9_999_999] = 7;
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      Connection there = pipe.second();
      Elsewhere echo = world.run(() -> there.sendBytes(there.recvBytes()));
      pipe.first().sendBytes(big);
      assertTrue(Arrays.equals(big, pipe.first().recvBytes()));
      echo.join();
      close(pipe);
    }
  }

  @OnEverySharedEngine
  void aMessageOfTheOtherKindIsRefusedAndStays(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      pipe.first().sendBytes(new byte[] {1});
      pipe.first().send("text");
      String bytes = assertThrows(IOException.class, () -> pipe.second().recv()).getMessage();
      assertTrue(bytes.contains("receive it with recvBytes"), bytes);
      assertArrayEquals(new byte[] {1}, pipe.second().recvBytes());
      assertThrows(IOException.class, () -> pipe.second().recvBytes());
      assertThrows(IOException.class, () -> pipe.second().recvBytesInto(new byte[9], 0));
      assertEquals("text", pipe.second().recv());
      pipe.first().send(new byte[] {2}); // an object, though one of bytes
      assertThrows(IOException.class, () -> pipe.second().recvBytes());
      assertArrayEquals(new byte[] {2}, pipe.second().recv(byte[].class));
      pipe.first().sendBytes(new byte[1 << 20]);
      assertThrows(IOException.class, () -> pipe.second().recv());
      assertEquals(1 << 20, pipe.second().recvBytes().length);
      close(pipe);
    }
  }

  @OnEverySharedEngine
  void severalAreWaitedForAtOnce(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe one = world.multiprocessing().pipe();
      Pipe other = world.multiprocessing().pipe();
      List<Connection> both = List.of(one.first(), other.first());
      Stopwatch watch = Stopwatch.start();
      assertEquals(List.of(), Connections.waitAny(both, Duration.ofMillis(200)));
      watch.assertAtLeast(Duration.ofMillis(200));
      Beside<List<Object>> waiter = Beside.call(() -> Connections.waitAny(both, Eventually.LIMIT));
      Connection there = other.second();
      world.run(() -> there.send("x")).join();
      assertEquals(List.of(other.first()), waiter.get());
      assertEquals("x", other.first().recv());
      one.second().close();
      assertEquals(List.of(one.first()), Connections.waitAny(both, Eventually.LIMIT));
      one.first().close();
      close(other);
    }
  }

  // ---- one way

  @OnEverySharedEngine
  void aOneWayPipeRefusesTheOtherDirection(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe(false);
      Connection reader = pipe.first();
      Connection writer = pipe.second();
      assertTrue(reader.isReadable());
      assertFalse(reader.isWritable());
      assertFalse(writer.isReadable());
      assertTrue(writer.isWritable());
      writer.send("x");
      assertEquals("x", reader.recv());
      assertThrows(IOException.class, () -> reader.send("x"));
      assertThrows(IOException.class, () -> reader.sendBytes(new byte[1]));
      assertThrows(IOException.class, writer::recv);
      assertThrows(IOException.class, writer::recvBytes);
      assertThrows(IOException.class, writer::poll);
      close(pipe);
    }
  }

  // ---- ends

  @OnEverySharedEngine
  void whenTheOtherProcessIsKilledItsEndIsMet(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        Gate gate = Gate.in(dir)) {
      Pipe pipe = world.multiprocessing().pipe();
      Connection there = pipe.second();
      OtherProcess doomed =
          world.process(
              () -> {
                there.send("last words");
                gate.arrive();
                Tasks.linger();
              });
      there.close();
      gate.awaitArrivals(1);
      Beside<Object> reader =
          Beside.call(
                  () -> {
                    assertEquals("last words", pipe.first().recv());
                    return pipe.first().recv();
                  })
              .blocked();
      doomed.kill();
      assertInstanceOf(EOFException.class, reader.failure());
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 100; i++) {
              pipe.first().sendBytes(new byte[100_000]);
            }
          });
      pipe.first().close();
    }
  }

  @OnEverySharedEngine
  void sendingToAnEndThatIsClosedFails(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      pipe.second().close();
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 100; i++) {
              pipe.first().sendBytes(new byte[100_000]);
            }
          });
      pipe.first().close();
    }
  }

  @OnEverySharedEngine
  void aClosedConnectionIsOfNoUse(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      Connection closed = pipe.first();
      closed.close();
      closed.close();
      for (Executable use :
          List.<Executable>of(
              () -> closed.send(1),
              closed::recv,
              () -> closed.sendBytes(new byte[1]),
              closed::recvBytes,
              closed::poll,
              () -> closed.poll(Duration.ofMillis(1)))) {
        String message = assertThrows(IOException.class, use).getMessage();
        assertTrue(message.contains("is closed"), message);
      }
      pipe.second().close();
    }
  }

  @OnEverySharedEngine
  void aCloseEndsTheWaitsOfOtherThreads(SharedEngine engine) throws Exception {
    Duration anHour = Duration.ofHours(1);
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      Connection closed = pipe.first();
      List<Beside<Object>> waits =
          List.of(
              Beside.call(closed::recv),
              Beside.call(closed::recvBytes),
              Beside.call(() -> closed.poll(anHour)),
              Beside.call(() -> Connections.waitAny(List.of(closed), anHour)),
              Beside.call(
                  () -> {
                    while (true) {
                      closed.sendBytes(new byte[100_000]);
                    }
                  }));
      waits.forEach(Beside::blocked);
      closed.close();
      for (Beside<Object> wait : waits) {
        String message = assertInstanceOf(IOException.class, wait.failure()).getMessage();
        assertTrue(message.contains("is closed"), message);
      }
      pipe.second().close();
    }
  }

  @OnEverySharedEngine
  void whatCannotTravelIsNotSent(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe();
      assertThrows(TaskSerializationException.class, () -> pipe.first().send(new Thread()));
      assertFalse(pipe.second().poll());
      pipe.first().send("next");
      assertEquals("next", pipe.second().recv());
      close(pipe);
    }
  }

  // ---- ends that travel, and several readers

  @OnEverySharedEngine
  void anEndIsSentToAnotherProcessAndUsedThere(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe carrier = world.multiprocessing().pipe();
      Pipe sent = world.multiprocessing().pipe();
      Connection carried = carrier.second();
      Elsewhere other =
          world.run(
              () -> {
                Connection end = carried.recv(Connection.class);
                end.send("hello " + end.recv());
                end.close();
              });
      carrier.first().send(sent.second());
      sent.second().close();
      sent.first().send("there");
      assertEquals("hello there", sent.first().recv());
      assertThrows(EOFException.class, sent.first()::recv);
      other.join();
      sent.first().close();
      close(carrier);
    }
  }

  /** Each holds the next; the last holds the value. Too deep for the stack of a thread. */
  private static Object deep(Object value) {
    Object outer = value;
    for (int i = 0; i < 20_000; i++) {
      outer = new Object[] {outer};
    }
    return new Object[] {value, outer};
  }

  @OnEverySharedEngine
  void anEndInAGraphTooDeepForTheStackIsHeldOnce(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe carrier = world.multiprocessing().pipe();
      Pipe sent = world.multiprocessing().pipe();
      carrier.first().send(deep(sent.second()));
      sent.second().close();
      Connection arrived = (Connection) carrier.second().recv(Object[].class)[0];
      arrived.send("from the depth");
      assertEquals("from the depth", sent.first().recv());
      arrived.close();
      assertTrue(sent.first().poll(Eventually.LIMIT), "nobody holds the other end");
      assertThrows(EOFException.class, sent.first()::recv);
      sent.first().close();
      close(carrier);
    }
  }

  @OnEverySharedEngine
  void anEndInAMessageThatIsNotSentIsNotHeld(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open();
        SharedQueue<Object> full = world.queue(1)) {
      Pipe carrier = world.multiprocessing().pipe();
      Pipe kept = world.multiprocessing().pipe();
      Connection end = kept.second();
      assertThrows(
          TaskSerializationException.class,
          () -> carrier.first().send(new Object[] {end, new Thread()}));
      assertThrows(
          TaskSerializationException.class, () -> full.put(new Object[] {end, new Thread()}));
      full.put(1);
      assertFalse(full.offer(end));
      assertFalse(full.offer(end, Duration.ofMillis(1)));
      carrier.second().close();
      assertThrows(IOException.class, () -> carrier.first().send(end));
      world.multiprocessing().process(() -> end.send("never")).close();
      end.close();
      assertTrue(kept.first().poll(Eventually.LIMIT), "nobody holds the other end");
      assertThrows(EOFException.class, kept.first()::recv);
      kept.first().close();
      carrier.first().close();
    }
  }

  @OnEverySharedEngine
  void aMessageIsReceivedWholeByOneOfSeveralReaders(SharedEngine engine) throws Exception {
    try (SharedWorld world = engine.open()) {
      Pipe pipe = world.multiprocessing().pipe(false);
      Pipe answers = world.multiprocessing().pipe(false);
      Connection reader = pipe.first();
      Connection answer = answers.second();
      List<Elsewhere> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(
            world.run(
                () -> {
                  for (int n = 0; n < 20; n++) {
                    byte[] message = reader.recvBytes();
                    for (byte each : message) {
                      assertEquals(message[0], each);
                    }
                    answer.send((int) message[0]);
                  }
                }));
      }
      boolean[] seen = new boolean[40];
      for (int n = 0; n < 40; n++) {
        byte[] message = new byte[500];
        Arrays.fill(message, (byte) n);
        pipe.second().sendBytes(message);
      }
      for (int n = 0; n < 40; n++) {
        int which = answers.first().recv(Integer.class);
        assertFalse(seen[which], "message " + which + " came twice");
        seen[which] = true;
      }
      for (Elsewhere each : readers) {
        each.join();
      }
      close(pipe);
      close(answers);
    }
  }
}
