package org.jvmpool.impl.behaviour.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stopwatch;
import org.jvmpool.shared.AuthenticationException;
import org.jvmpool.shared.BufferTooShortException;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Connections;
import org.jvmpool.shared.Listener;

/** Connections between programs, over both kinds of sockets (127–150, 153, 155). */
@Behaviour
class SocketConnectionTest {
  private static final byte[] KEY = {1, 2, 3};

  @TempDir private Path dir;

  private SocketAddress address(String kind) {
    return kind.equals("unix")
        ? UnixDomainSocketAddress.of(dir.resolve("socket"))
        : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Two ends of one connection, and who listened. */
  private record Pair(Listener listener, Connection server, Connection client)
      implements AutoCloseable {
    @Override
    public void close() {
      server.close();
      client.close();
      listener.close();
    }
  }

  private Pair pair(String kind) throws IOException {
    Listener listener = Connections.listen(address(kind), KEY);
    Connection client = Connections.connect(listener.address(), KEY);
    return new Pair(listener, listener.accept(), client);
  }

  private static <T> FutureTask<T> beside(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "beside");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void objectsAndBytesComeBack(String kind) throws Exception {
    try (Pair pair = pair(kind)) {
      pair.client().send(List.of(1, "two", 3.0));
      assertEquals(List.of(1, "two", 3.0), pair.server().recv());
      pair.server().send("three");
      assertEquals("three", pair.client().recv(String.class));
      assertThrows(NullPointerException.class, () -> pair.server().send(null));
      pair.client().sendBytes(new byte[] {1, 2, 3});
      assertArrayEquals(new byte[] {1, 2, 3}, pair.server().recvBytes());
      pair.client().sendBytes(new byte[] {1, 2, 3, 4}, 1, 2);
      assertArrayEquals(new byte[] {2, 3}, pair.server().recvBytes());
      assertTrue(pair.client().isReadable() && pair.client().isWritable());
      pair.client().send(1);
      assertThrows(ClassCastException.class, () -> pair.server().recv(String.class));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void aLargeMessageArrivesWhole(String kind) throws Exception {
    byte[] large = new byte[16 << 20];
    new Random(3).nextBytes(large);
    try (Pair pair = pair(kind)) {
      FutureTask<byte[]> echo =
          beside(
              () -> {
                byte[] bytes = pair.server().recvBytes();
                pair.server().send(bytes);
                return bytes;
              });
      pair.client().sendBytes(large);
      assertArrayEquals(large, pair.client().recv(byte[].class));
      assertArrayEquals(large, echo.get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void pollTellsWhatIsThereAndWaitsForIt() throws Exception {
    try (Pair pair = pair("unix")) {
      assertFalse(pair.server().poll());
      Stopwatch.assertAtOnce(
          () -> {
            assertFalse(pair.server().poll(Duration.ofSeconds(-1)));
          });
      Stopwatch some = Stopwatch.start();
      assertFalse(pair.server().poll(Duration.ofMillis(300)));
      some.assertAtLeast(Duration.ofMillis(300));
      pair.client().sendBytes(new byte[0]);
      assertTrue(pair.server().poll(Duration.ofSeconds(20)));
      assertTrue(pair.server().poll());
      assertEquals(0, pair.server().recvBytes().length);
      assertFalse(pair.server().poll());
      pair.client().close();
      assertTrue(pair.server().poll(Duration.ofSeconds(20)));
      assertThrows(EOFException.class, () -> pair.server().recv());
      assertTrue(pair.server().poll());
    }
  }

  @Test
  void whatIsTooLongIsCarriedByTheException() throws Exception {
    try (Pair pair = pair("unix")) {
      byte[] message = {1, 2, 3, 4, 5};
      for (int i = 0; i < 4; i++) {
        pair.client().sendBytes(message);
      }
      byte[] buffer = new byte[8];
      assertEquals(5, pair.server().recvBytesInto(buffer, 3));
      assertArrayEquals(new byte[] {0, 0, 0, 1, 2, 3, 4, 5}, buffer);
      BufferTooShortException intoArray =
          assertThrows(BufferTooShortException.class, () -> pair.server().recvBytesInto(buffer, 4));
      assertArrayEquals(message, intoArray.message());
      BufferTooShortException limited =
          assertThrows(BufferTooShortException.class, () -> pair.server().recvBytes(4));
      assertArrayEquals(message, limited.message());
      assertArrayEquals(message, pair.server().recvBytes(5));
      assertThrows(IllegalArgumentException.class, () -> pair.server().recvBytes(-1));
      assertThrows(IndexOutOfBoundsException.class, () -> pair.server().recvBytesInto(buffer, 9));
    }
  }

  @Test
  void aPartThatIsNotWithinTheArrayIsRefused() throws Exception {
    try (Pair pair = pair("unix")) {
      byte[] bytes = new byte[4];
      for (int[] wrong : new int[][] {{-1, 1}, {0, -1}, {0, 5}, {5, 0}, {3, 2}}) {
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> pair.client().sendBytes(bytes, wrong[0], wrong[1]));
      }
      pair.client().sendBytes(bytes, 4, 0);
      assertEquals(0, pair.server().recvBytes().length);
    }
  }

  @Test
  void whatCannotTravelIsRefusedAndNothingIsSent() throws Exception {
    try (Pair pair = pair("unix")) {
      assertThrows(
          TaskSerializationException.class, () -> pair.client().send(Thread.currentThread()));
      assertFalse(pair.server().poll());
      TaskSerializationException refused =
          assertThrows(TaskSerializationException.class, () -> pair.client().send(pair.server()));
      assertTrue(refused.getMessage().contains("pipe"), refused.getMessage());
      pair.client().send("fine");
      assertEquals("fine", pair.server().recv());
    }
  }

  @Test
  void aMessageOfTheOtherKindStays() throws Exception {
    try (Pair pair = pair("unix")) {
      pair.client().send("object");
      IOException refused = assertThrows(IOException.class, () -> pair.server().recvBytes());
      assertTrue(refused.getMessage().contains("recv"), refused.getMessage());
      assertEquals("object", pair.server().recv());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void theEndOfTheOtherProcessIsTheEndOfTheConnection(String kind) throws Exception {
    Gate gate = Gate.in(dir);
    try (Listener listener = Connections.listen(address(kind), KEY)) {
      SocketAddress reached = listener.address();
      String port = reached instanceof InetSocketAddress tcp ? "" + tcp.getPort() : "";
      String file = dir.resolve("socket").toString();
      JvmProcess process =
          Multiprocessing.local()
              .process(
                  () -> {
                    SocketAddress there =
                        port.isEmpty()
                            ? UnixDomainSocketAddress.of(file)
                            : new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), Integer.parseInt(port));
                    Connection connection = Connections.connect(there, KEY);
                    connection.send("hello");
                    gate.pass();
                  })
              .start();
      try (Connection connection = listener.accept()) {
        assertEquals("hello", connection.recv());
        gate.awaitArrivals(1);
        connection.send("unread");
        process.kill();
        assertThrows(EOFException.class, connection::recv);
      }
      process.join();
    }
  }

  @Test
  void aClosedConnectionIsAnErrorAndEndsWhoWaits() throws Exception {
    try (Pair pair = pair("unix")) {
      FutureTask<String> waits =
          beside(
              () -> {
                try {
                  return "" + pair.server().recv();
                } catch (IOException e) {
                  return e.getMessage();
                }
              });
      assertThrows(
          java.util.concurrent.TimeoutException.class, () -> waits.get(200, TimeUnit.MILLISECONDS));
      pair.server().close();
      String message = waits.get(10, TimeUnit.SECONDS);
      assertTrue(message.contains("closed"), message);
      assertThrows(IOException.class, () -> pair.server().recv());
      assertThrows(IOException.class, () -> pair.server().send(1));
      assertThrows(IOException.class, () -> pair.server().poll());
      pair.server().close();
    }
  }

  @Test
  void anInterruptEndsTheWaitAndLosesNothing() throws Exception {
    try (Pair pair = pair("unix")) {
      FutureTask<Boolean> again =
          new FutureTask<>(
              () -> {
                assertThrows(InterruptedIOException.class, () -> pair.server().recv());
                return Thread.interrupted();
              });
      Thread second = new Thread(again);
      second.start();
      second.interrupt();
      assertTrue(again.get(10, TimeUnit.SECONDS), "the interrupt is kept");
      pair.client().send("after");
      assertEquals("after", pair.server().recv());
    }
  }

  @Test
  void aMessageGoesWholeToOneOfManyReaders() throws Exception {
    try (Pair pair = pair("unix")) {
      Set<Integer> seen = Collections.synchronizedSet(new java.util.HashSet<>());
      List<FutureTask<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(
            beside(
                () -> {
                  int count = 0;
                  for (int value; (value = pair.server().recv(Integer.class)) >= 0; count++) {
                    assertTrue(seen.add(value));
                  }
                  return count;
                }));
      }
      for (int i = 0; i < 300; i++) {
        pair.client().send(i);
      }
      for (int i = 0; i < 3; i++) {
        pair.client().send(-1);
      }
      int sum = 0;
      for (FutureTask<Integer> reader : readers) {
        sum += reader.get(20, TimeUnit.SECONDS);
      }
      assertEquals(300, sum);
      assertEquals(300, seen.size());
    }
  }

  // ---- listener

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void anAddressIsBoundOnceAndAcceptFailsAfterClose(String kind) throws Exception {
    Listener listener = Connections.listen(address(kind), KEY);
    assertThrows(IOException.class, () -> Connections.listen(listener.address(), KEY));
    FutureTask<String> waits =
        beside(
            () -> {
              try {
                return "" + listener.accept();
              } catch (IOException e) {
                return e.getMessage();
              }
            });
    listener.close();
    assertTrue(waits.get(10, TimeUnit.SECONDS).contains("closed"));
    assertThrows(IOException.class, listener::accept);
    listener.close();
    assertThrows(IOException.class, () -> Connections.connect(listener.address(), KEY));
    assertFalse(Files.exists(dir.resolve("socket")));
    Connections.listen(address(kind), KEY).close();
  }

  @Test
  void anAddressOfAnotherKindIsRefused() {
    SocketAddress strange =
        new SocketAddress() {
          @Override
          public String toString() {
            return "strange";
          }
        };
    assertThrows(IllegalArgumentException.class, () -> Connections.listen(strange, KEY));
    assertThrows(IllegalArgumentException.class, () -> Connections.connect(strange, KEY));
  }

  @Test
  void anEmptyKeyIsAKeyAndAWrongOneIsRefusedOnBothSides() throws Exception {
    try (Listener listener = Connections.listen(address("unix"), new byte[0])) {
      try (Connection client = Connections.connect(listener.address(), new byte[0]);
          Connection server = listener.accept()) {
        client.send(1);
        assertEquals(1, server.recv());
      }
      assertThrows(
          AuthenticationException.class, () -> Connections.connect(listener.address(), KEY));
      assertThrows(AuthenticationException.class, listener::accept);
      try (Connection client = Connections.connect(listener.address(), new byte[0]);
          Connection server = listener.accept()) {
        server.send("still here");
        assertEquals("still here", client.recv());
      }
    }
  }

  @Test
  void whoClosedBeforeHeWasAcceptedIsAcceptedAndHeard() throws Exception {
    try (Listener listener = Connections.listen(address("unix"), KEY)) {
      try (Connection client = Connections.connect(listener.address(), KEY)) {
        client.send("bye");
      }
      try (Connection server = listener.accept()) {
        assertEquals("bye", server.recv());
        assertThrows(EOFException.class, server::recv);
      }
    }
  }

  @Test
  void peersThatAreSilentOrSendGarbageKeepNobodyWaiting() throws Exception {
    try (Listener listener = Connections.listen(address("unix"), KEY);
        SocketChannel silent = SocketChannel.open(listener.address());
        SocketChannel garbage = SocketChannel.open(listener.address())) {
      garbage.write(ByteBuffer.wrap(new byte[10_000]));
      try (Connection client = Connections.connect(listener.address(), KEY)) {
        Connection server = null;
        for (int i = 0; i < 2 && server == null; i++) {
          try {
            server = listener.accept();
          } catch (AuthenticationException e) {
            assertTrue(e.getMessage().contains("handshake"), e.getMessage());
          }
        }
        client.send("through");
        assertEquals("through", server.recv());
        server.close();
      }
      assertTrue(silent.isConnected());
    }
  }

  @Test
  void aClientWaitsForAListenerThatAcceptsLate() throws Exception {
    try (Listener listener = Connections.listen(address("tcp"), KEY)) {
      FutureTask<Object> client =
          beside(
              () -> {
                try (Connection connection = Connections.connect(listener.address(), KEY)) {
                  return connection.recv();
                }
              });
      assertThrows(
          java.util.concurrent.TimeoutException.class, () -> client.get(1, TimeUnit.SECONDS));
      try (Connection server = listener.accept()) {
        server.send("late");
        assertEquals("late", client.get(10, TimeUnit.SECONDS));
      }
    }
  }

  // ---- waitAny

  @Test
  void waitAnyReturnsWhatIsReadyInOrder() throws Exception {
    Gate gate = Gate.in(dir);
    JvmProcess process = Multiprocessing.local().process(gate::pass).start();
    try (Pair one = pair("unix");
        Pair two = pair("tcp")) {
      List<Object> all = List.of(two.server(), process, one.server());
      Stopwatch watch = Stopwatch.start();
      assertEquals(List.of(), Connections.waitAny(all, Duration.ofMillis(500)));
      watch.assertAtLeast(Duration.ofMillis(500));
      Stopwatch.assertAtOnce(
          () -> {
            assertEquals(List.of(), Connections.waitAny(all, Duration.ofSeconds(-1)));
          });
      FutureTask<List<Object>> waits =
          beside(() -> Connections.waitAny(all, Duration.ofSeconds(30)));
      one.client().send("x");
      assertEquals(List.of(one.server()), waits.get(20, TimeUnit.SECONDS));
      gate.open();
      process.join();
      assertEquals(
          List.of(process, one.server()), Connections.waitAny(all, Duration.ofSeconds(20)));
      one.server().recv();
      two.client().close();
      Eventually.until(
          () ->
              List.of(two.server(), process)
                  .equals(Connections.waitAny(all, Duration.ofSeconds(20))));
    }
    gate.open();
  }

  @Test
  void waitAnyIsEndedByTheEndOfAProcess() throws Exception {
    Gate gate = Gate.in(dir);
    JvmProcess process = Multiprocessing.local().process(gate::pass).start();
    FutureTask<List<Object>> waits =
        beside(() -> Connections.waitAny(List.of(process), Duration.ofSeconds(30)));
    gate.awaitArrivals(1);
    gate.open();
    assertEquals(List.of(process), waits.get(25, TimeUnit.SECONDS));
    process.join();
  }

  @Test
  void waitAnyRefusesWhatItCannotWaitFor() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Connections.waitAny(List.of("text"), Duration.ofSeconds(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Connections.waitAny(Arrays.asList((Object) null), Duration.ofSeconds(1)));
    for (Multiprocessing mp : List.of(Multiprocessing.local(), Multiprocessing.threads())) {
      JvmProcess unstarted = mp.process(() -> {});
      String message =
          assertThrows(
                  IllegalStateException.class,
                  () -> Connections.waitAny(List.of(unstarted), Duration.ofSeconds(1)))
              .getMessage();
      assertTrue(message.contains(unstarted.name() + " was not started; call start()"), message);
    }
  }
}
