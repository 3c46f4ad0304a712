package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvmpool.AsyncResult;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.behaviour.shared.Beside;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.shared.BufferTooShortException;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Connections;
import org.jvmpool.shared.Pipe;

/** Pipes in shared memory. */
@Behaviour
class PipeTest {
  private static final Multiprocessing MP = Multiprocessing.local();

  @Test
  void objectsGoThereAndBackAndTheEndIsMetWhenTheOtherProcessCloses() throws Exception {
    Pipe pipe = MP.pipe();
    Connection there = pipe.second();
    try (Pool pool = Pool.create(1);
        Connection here = pipe.first()) {
      AsyncResult<Void> echo =
          pool.applyAsync(
              () -> {
                try (there) {
                  there.send(there.recv() + "!");
                  there.sendBytes(there.recvBytes());
                }
              });
      there.close();
      here.send("hello");
      assertEquals("hello!", here.recv(String.class));
      byte[] big = new byte[16 << 20];
      big[big.length - 1] = 7;
      here.sendBytes(big);
      assertArrayEquals(big, here.recvBytes());
      echo.get();
      assertThrows(EOFException.class, here::recv);
      assertTrue(here.poll());
      assertThrows(IOException.class, () -> here.send("nobody"));
    }
  }

  @Test
  void theEndIsMetWhenTheOtherProcessDies() throws Exception {
    Pipe pipe = MP.pipe(false);
    Connection there = pipe.second();
    try (Pool pool = Pool.create(1);
        Connection here = pipe.first()) {
      pool.applyAsync(
          () -> {
            there.send("last words");
            Runtime.getRuntime().halt(1);
          });
      there.close();
      assertEquals("last words", here.recv());
      assertThrows(EOFException.class, here::recv);
    }
  }

  @Test
  void theEndIsMetWhenTheOtherProcessDiesBeforeItHasTheEnd() throws Exception {
    Pipe pipe = MP.pipe(false);
    Connection there = pipe.second();
    JvmProcess process =
        MP.processBuilder()
            .jvmOptions("-XX:NoSuchOptionAtAll=1")
            .task(() -> there.send("never"))
            .build()
            .start();
    there.close();
    try (Connection here = pipe.first()) {
      assertThrows(EOFException.class, here::recv);
    }
    process.join();
    assertEquals(1, process.exitCode().getAsInt());
  }

  @Test
  void theEndIsMetWhenAProcessThatHoldsTheOtherIsClosedUnstartedOrCannotBeMade() throws Exception {
    Pipe pipe = MP.pipe();
    Connection there = pipe.second();
    Thread cannotTravel = Thread.currentThread();
    assertThrows(
        TaskSerializationException.class,
        () ->
            MP.process(
                () -> {
                  there.send("never");
                  there.send(cannotTravel);
                }));
    JvmProcess unstarted = MP.process(() -> there.send("never"));
    there.close();
    try (Connection here = pipe.first()) {
      assertFalse(here.poll());
      unstarted.close();
      assertThrows(EOFException.class, here::recv);
    }
  }

  @Test
  void anEndGoesOneWayIsClosedAndKeepsMessagesWhole() throws Exception {
    Pipe pipe = MP.pipe(false);
    Connection reader = pipe.first();
    Connection writer = pipe.second();
    assertTrue(reader.isReadable() && !reader.isWritable());
    assertTrue(writer.isWritable() && !writer.isReadable());
    assertThrows(IOException.class, () -> reader.send(1));
    assertThrows(IOException.class, writer::recv);
    assertThrows(IOException.class, writer::poll);
    assertFalse(reader.poll());
    assertFalse(reader.poll(Duration.ofMillis(-1)));
    writer.sendBytes(new byte[0]);
    assertTrue(reader.poll(Duration.ofSeconds(1)));
    assertEquals(0, reader.recvBytes().length);
    assertFalse(reader.poll());
    writer.sendBytes(new byte[] {1, 2, 3}, 1, 2);
    byte[] room = new byte[4];
    assertEquals(2, reader.recvBytesInto(room, 2));
    assertArrayEquals(new byte[] {0, 0, 2, 3}, room);
    writer.sendBytes(new byte[10]);
    assertEquals(
        10,
        assertThrows(BufferTooShortException.class, () -> reader.recvBytes(9)).message().length);
    assertThrows(IndexOutOfBoundsException.class, () -> writer.sendBytes(new byte[2], 1, 2));
    writer.close();
    writer.close();
    assertThrows(IOException.class, () -> writer.send(1));
    assertThrows(EOFException.class, reader::recv);
    reader.close();
    assertThrows(IOException.class, reader::recv);
  }

  @Test
  void oneOfSeveralPipesIsWaitedFor() throws Exception {
    Pipe one = MP.pipe();
    Pipe two = MP.pipe();
    List<Connection> both = List.of(one.first(), two.first());
    assertEquals(List.of(), Connections.waitAny(both, Duration.ofMillis(50)));
    Beside<List<Object>> waiting =
        Beside.call(() -> Connections.waitAny(both, Eventually.LIMIT)).blocked();
    two.second().send("here");
    assertEquals(List.of(two.first()), waiting.get());
    assertEquals("here", two.first().recv());
    Beside<List<Object>> again =
        Beside.call(() -> Connections.waitAny(both, Eventually.LIMIT)).blocked();
    one.second().close();
    assertEquals(List.of(one.first()), again.get());
    for (Connection each : List.of(one.first(), two.first(), two.second())) {
      each.close();
    }
  }

  @Test
  void anEndIsSentThroughAQueueAndAPipeAndUsedThere() throws Exception {
    Pipe carrier = MP.pipe();
    Pipe carried = MP.pipe();
    carrier.first().send(carried.second());
    carried.second().close();
    try (Connection arrived = carrier.second().recv(Connection.class)) {
      arrived.send("from afar");
    }
    assertEquals("from afar", carried.first().recv());
    assertThrows(EOFException.class, () -> carried.first().recv());
    carried.first().close();
    carrier.first().close();
    carrier.second().close();
  }
}
