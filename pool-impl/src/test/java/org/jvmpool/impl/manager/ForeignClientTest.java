package org.jvmpool.impl.manager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedList;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.manager.SharedReference;
import org.jvmpool.shared.AuthenticationException;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.worker.link.Handshake;

/** Clients of other programs over TCP: those that are welcome, and those that are not. */
@Behaviour
class ForeignClientTest {
  private static final byte[] KEY = "a key of this test".getBytes(UTF_8);

  record Point(int x, int y) {}

  record Allowed(int x) {}

  private static Manager manager;
  private static InetSocketAddress address;

  @BeforeAll
  static void start() {
    manager =
        Manager.builder()
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .authKey(KEY)
            .allow(Allowed.class)
            .start();
    address = (InetSocketAddress) manager.address();
  }

  @AfterAll
  static void end() {
    manager.close();
  }

  private static Manager connect() throws IOException {
    return Manager.connect(address, KEY);
  }

  private static void stillServes() throws IOException {
    try (Manager other = connect()) {
      SharedMap<String, Integer> dict = other.dict();
      dict.put("a", 1);
      assertEquals(1, dict.get("a"));
    }
    assertEquals(2, manager.<Integer>value(2).get());
  }

  // ---- those that are welcome

  @Test
  void twoProgramsShareObjects() throws Exception {
    SharedMap<String, Object> shared = manager.dict();
    SharedQueue<Object> mailbox = manager.queue(0);
    shared.put("mailbox", mailbox);
    try (Manager client = connect()) {
      // What a program gets of another are proxies in what the manager keeps.
      SharedMap<String, Object> own = client.dict(Map.of("k", 1));
      assertEquals(1, own.get("k"));
      for (Object value :
          Arrays.asList("text", "grüße", true, 1.5, 7L, UUID.randomUUID(), List.of(1, 2))) {
        own.put("v", value);
        assertEquals(value, own.get("v"));
      }
      own.put("bytes", new byte[] {1, 2});
      assertArrayEquals(new byte[] {1, 2}, (byte[]) own.get("bytes"));
    }
    assertNull(shared.get("nothing"));
  }

  @Test
  void whatAClientComputesIsAtomicThroughCompareAndSet() throws Exception {
    try (Manager one = connect();
        Manager two = connect()) {
      SharedMap<String, Integer> dict = one.dict();
      Thread other = new Thread(() -> count(dict));
      other.start();
      count(dict);
      other.join();
      assertEquals(200, dict.get("n"));
      SharedList<Integer> list = two.list(List.of(3, 1, 2));
      list.sort(Integer::compare);
      list.replaceAll(n -> n * 2);
      list.removeIf(n -> n == 4);
      assertEquals(List.of(2, 6), list);
      SharedReference<Integer> value = two.value(1);
      assertEquals(2, value.update(n -> n + 1));
    }
  }

  private static void count(SharedMap<String, Integer> dict) {
    for (int i = 0; i < 100; i++) {
      dict.merge("n", 1, Integer::sum);
    }
  }

  @Test
  void objectsOfAClientEndWithItsConnection() throws Exception {
    int before = manager.stats().objects();
    Manager client = connect();
    client.dict();
    assertEquals(before + 1, manager.stats().objects());
    client.close();
    Eventually.until(() -> manager.stats().objects() == before);
  }

  // ---- what they may not

  @Test
  void aValueOfAnyClassIsKeptAsBytesAndAKeyMustBeAllowed() throws Exception {
    try (Manager client = connect()) {
      SharedMap<Object, Object> dict = client.dict();
      dict.put("value", new Point(1, 2));
      assertEquals(new Point(1, 2), dict.get("value"));
      TaskSerializationException refused =
          assertThrows(TaskSerializationException.class, () -> dict.put(new Point(1, 2), "key"));
      assertTrue(refused.getMessage().contains("may not send"), refused.getMessage());
      dict.put(new Allowed(1), "key");
      assertEquals("key", dict.get(new Allowed(1)));
    }
    stillServes();
  }

  @Test
  void aGraphThatWouldTakeForEverIsRefused() throws Exception {
    try (Manager client = connect()) {
      SharedMap<Object, Object> dict = client.dict();
      List<Object> laughs = new ArrayList<>(List.of("lol"));
      for (int i = 0; i < 40; i++) {
        laughs = new ArrayList<>(List.of(laughs, laughs));
      }
      List<Object> billion = laughs;
      assertThrows(TaskSerializationException.class, () -> dict.put(billion, 1));
      List<Object> deep = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        deep = new ArrayList<>(List.of(deep));
      }
      List<Object> well = deep;
      assertThrows(TaskSerializationException.class, () -> dict.put(well, 1));
      assertEquals(0, dict.size());
    }
    stillServes();
  }

  @Test
  void theWrongKeyIsRefusedOnBothSides() throws Exception {
    assertThrows(
        AuthenticationException.class, () -> Manager.connect(address, "wrong".getBytes(UTF_8)));
    assertThrows(AuthenticationException.class, () -> Manager.connect(address, new byte[0]));
    stillServes();
  }

  // ---- those that are not welcome

  private static Socket knock() throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Reads until the other side closes; how much came. */
  private static int drain(Socket socket) throws IOException {
    int count = 0;
    byte[] buffer = new byte[1024];
    try {
      InputStream in = socket.getInputStream();
      int n;
      while ((n = in.read(buffer)) >= 0) {
        count += n;
      }
    } catch (java.net.SocketException e) {
      return count; // closed with what it had not read: a reset
    }
    return count;
  }

  @Test
  void garbageIsShownTheDoor() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      try (Socket socket = knock()) {
        byte[] garbage = new byte[1 + random.nextInt(4000)];
        random.nextBytes(garbage);
        garbage[0] = i % 2 == 0 ? (byte) 'O' : garbage[0];
        try {
          socket.getOutputStream().write(garbage);
          socket.shutdownOutput();
        } catch (IOException e) {
          continue; // shown the door already
        }
        assertTrue(drain(socket) < 1024);
      }
    }
    stillServes();
  }

  @Test
  void halfAHandshakeKeepsNobodyOut() throws Exception {
    try (Socket silent = knock();
        Socket half = knock()) {
      half.getOutputStream().write("OJVMPO".getBytes(UTF_8));
      half.getOutputStream().flush();
      stillServes();
      assertTrue(silent.isConnected());
    }
  }

  @Test
  void aRecordedHandshakeIsOfNoUse() throws Exception {
    ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    try (ServerSocket relay = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread pump =
          new Thread(
              () -> {
                try (Socket client = relay.accept();
                    Socket server = knock()) {
                  Thread back = new Thread(() -> copy(server, client, null));
                  back.start();
                  copy(client, server, recorded);
                  back.join();
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      pump.start();
      Manager.connect(new InetSocketAddress(relay.getInetAddress(), relay.getLocalPort()), KEY)
          .close();
      pump.join();
    }
    int processes = manager.stats().processes();
    try (Socket replay = knock()) {
      replay.getOutputStream().write(recorded.toByteArray());
      replay.shutdownOutput();
      drain(replay);
    } catch (IOException e) {
      // Shown the door while it still spoke.
    }
    assertEquals(processes, manager.stats().processes());
    stillServes();
  }

  private static void copy(Socket from, Socket to, ByteArrayOutputStream record) {
    byte[] buffer = new byte[4096];
    try {
      int n;
      while ((n = from.getInputStream().read(buffer)) >= 0) {
        if (record != null) {
          record.write(buffer, 0, n);
        }
        to.getOutputStream().write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them has gone.
    }
  }

  @Test
  void aFrameOfTwoGibibytesIsRefusedByItsLength() throws Exception {
    try (Socket socket = knock()) {
      OutputStream out = socket.getOutputStream();
      out.write('O');
      Handshake.asClient(socket.getInputStream(), out, KEY);
      ByteBuffer header = ByteBuffer.allocate(24);
      header.putShort((short) 0x4A50).put((byte) 64).put((byte) 0).putInt(0);
      header.putLong(Integer.MAX_VALUE).putLong(0);
      out.write(header.array());
      out.flush();
      assertEquals(0, drain(socket));
    }
    stillServes();
  }

  @Test
  void aClientThatDoesNotReadItsAnswerHoldsUpNobody() throws Exception {
    SharedMap<String, byte[]> big = manager.dict();
    big.put("big", new byte[8 << 20]);
    try (Manager slow = connect()) {
      SharedMap<String, byte[]> dict = slow.dict(Map.of("big", new byte[8 << 20]));
      Thread reader = new Thread(() -> dict.get("big"));
      reader.start();
      stillServes();
      reader.join();
    }
  }

  @Test
  @Tag("stress")
  @Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void tenThousandConnectionsKeepNobodyOut() throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 10_000; i++) {
        crowd.add(SocketChannel.open(address));
        if (i % 2_500 == 0) {
          stillServes();
        }
      }
      stillServes();
      assertTrue(manager.stats().connections() < 1_000, manager.stats()::toString);
    } finally {
      for (SocketChannel each : crowd) {
        each.close();
      }
    }
    stillServes();
  }
}
