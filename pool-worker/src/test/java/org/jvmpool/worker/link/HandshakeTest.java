package org.jvmpool.worker.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.shared.AuthenticationException;

@Timeout(30)
class HandshakeTest {
  private static final byte[] KEY = {1, 2, 3};

  @Test
  void passesWhenBothHaveTheKey() throws Exception {
    Meeting meeting = Meeting.of(KEY, KEY.clone());
    assertEquals("null null", meeting.failures());
  }

  @Test
  void anEmptyKeyIsAKey() throws Exception {
    assertEquals("null null", Meeting.of(new byte[0], new byte[0]).failures());
    Meeting meeting = Meeting.of(new byte[0], KEY);
    assertTrue(meeting.server() instanceof AuthenticationException, meeting::failures);
    assertTrue(meeting.client() instanceof AuthenticationException, meeting::failures);
  }

  @Test
  void aWrongKeyIsRefusedOnBothSides() throws Exception {
    Meeting meeting = Meeting.of(KEY, new byte[] {1, 2, 4});
    assertTrue(meeting.server() instanceof AuthenticationException, meeting::failures);
    assertTrue(meeting.client() instanceof AuthenticationException, meeting::failures);
  }

  @Test
  void aKeyThatOnlyHasMoreZerosIsAnother() throws Exception {
    Meeting meeting = Meeting.of(KEY, Arrays.copyOf(KEY, 4));
    assertTrue(meeting.server() instanceof AuthenticationException, meeting::failures);
    assertTrue(meeting.client().getMessage().contains("refused"), meeting::failures);
  }

  @Test
  void aLongKeyIsAKey() throws Exception {
    byte[] key = new byte[100_000];
    new Random(1).nextBytes(key);
    assertEquals("null null", Meeting.of(key, key.clone()).failures());
  }

  @Test
  void aServerThatTakesEveryClientIsRefusedByTheClient() throws Exception {
    Wire wire = new Wire();
    FutureTask<Void> client = start(() -> asClient(wire, KEY));
    wire.toClient().write(new byte[8 + 32]); // no magic
    AuthenticationException garbage =
        assertThrows(AuthenticationException.class, () -> outcome(client));
    assertTrue(garbage.getMessage().contains("\\x00"), garbage.getMessage());

    Wire other = new Wire();
    FutureTask<Void> victim = start(() -> asClient(other, KEY));
    byte[] hello = new byte[8 + 32];
    System.arraycopy("JVMPOOL1".getBytes("US-ASCII"), 0, hello, 0, 8);
    other.toClient().write(hello);
    other.fromClient().readNBytes(8 + 32 + 32);
    byte[] verdict = new byte[33];
    verdict[0] = 1;
    other.toClient().write(verdict);
    AuthenticationException refused =
        assertThrows(AuthenticationException.class, () -> outcome(victim));
    assertTrue(refused.getMessage().contains("does not have the key"), refused.getMessage());
    assertEquals(0, other.fromClient().read(), "the server is told that it was refused");
  }

  @Test
  void garbageIsRefusedAndNoMoreIsReadThanTheFirstMessage() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      byte[] garbage = new byte[10_000];
      random.nextBytes(garbage);
      if (round % 2 == 0) { // past the magic
        System.arraycopy("JVMPOOL1".getBytes("US-ASCII"), 0, garbage, 0, 8);
      }
      ByteArrayInputStream in = new ByteArrayInputStream(garbage);
      assertThrows(
          AuthenticationException.class,
          () -> Handshake.asServer(in, new ByteArrayOutputStream(), KEY));
      assertTrue(garbage.length - in.available() <= 72, in.available() + " left");
      ByteArrayInputStream again = new ByteArrayInputStream(garbage);
      assertThrows(
          AuthenticationException.class,
          () -> Handshake.asClient(again, new ByteArrayOutputStream(), KEY));
      assertTrue(garbage.length - again.available() <= 73, again.available() + " left");
    }
  }

  @Test
  void halfAHandshakeIsTheEndOfTheFile() throws Exception {
    Recording good = Recording.ofAGoodMeeting();
    for (int length = 0; length < good.byClient.length; length++) {
      byte[] half = Arrays.copyOf(good.byClient, length);
      // The last byte decides only after a proof that is right, which a recording cannot give.
      Class<? extends Exception> expected =
          length < 72 ? EOFException.class : AuthenticationException.class;
      assertThrows(
          expected,
          () ->
              Handshake.asServer(new ByteArrayInputStream(half), new ByteArrayOutputStream(), KEY));
    }
    for (int length = 0; length < good.byServer.length; length++) {
      byte[] half = Arrays.copyOf(good.byServer, length);
      assertThrows(
          EOFException.class,
          () ->
              Handshake.asClient(new ByteArrayInputStream(half), new ByteArrayOutputStream(), KEY));
    }
  }

  @Test
  void aRecordingProvesNothing() throws Exception {
    Recording good = Recording.ofAGoodMeeting();
    assertThrows(
        AuthenticationException.class,
        () ->
            Handshake.asServer(
                new ByteArrayInputStream(good.byClient), new ByteArrayOutputStream(), KEY));
    assertThrows(
        AuthenticationException.class,
        () ->
            Handshake.asClient(
                new ByteArrayInputStream(good.byServer), new ByteArrayOutputStream(), KEY));
  }

  @Test
  void whatASideSendsCannotBeSentBackToItAsAProof() throws Exception {
    // Who holds a line to two servers lets each answer the other's challenge.
    Wire one = new Wire();
    Wire two = new Wire();
    FutureTask<Void> first = start(() -> asServer(one, KEY));
    FutureTask<Void> second = start(() -> asServer(two, KEY));
    byte[] helloOfOne = one.fromServer().readNBytes(40);
    byte[] helloOfTwo = two.fromServer().readNBytes(40);
    one.toServer().write(helloOfTwo);
    two.toServer().write(helloOfOne);
    // Nothing that the other has said is a proof of a client.
    one.toServer().write(Arrays.copyOfRange(helloOfTwo, 8, 40));
    two.toServer().write(Arrays.copyOfRange(helloOfOne, 8, 40));
    assertThrows(AuthenticationException.class, () -> outcome(first));
    assertThrows(AuthenticationException.class, () -> outcome(second));

    // A client that is given its own proof back refuses it.
    Wire mirror = new Wire();
    FutureTask<Void> client = start(() -> asClient(mirror, KEY));
    byte[] hello = new byte[40];
    System.arraycopy("JVMPOOL1".getBytes("US-ASCII"), 0, hello, 0, 8);
    mirror.toClient().write(hello);
    byte[] answer = mirror.fromClient().readNBytes(72);
    byte[] verdict = new byte[33];
    verdict[0] = 1;
    System.arraycopy(answer, 40, verdict, 1, 32);
    mirror.toClient().write(verdict);
    assertThrows(AuthenticationException.class, () -> outcome(client));
  }

  @Test
  void everyMeetingIsDifferent() throws Exception {
    Recording one = Recording.ofAGoodMeeting();
    Recording two = Recording.ofAGoodMeeting();
    assertFalse(Arrays.equals(one.byServer, two.byServer));
    assertFalse(Arrays.equals(one.byClient, two.byClient));
    assertEquals(72 + 1, one.byClient.length);
    assertEquals(40 + 33, one.byServer.length);
  }

  @Test
  void whatFollowsTheHandshakeIsLeftToRead() throws Exception {
    Wire wire = new Wire();
    FutureTask<Void> server = start(() -> asServer(wire, KEY));
    asClient(wire, KEY);
    wire.toServer().write(new byte[] {42, 43});
    outcome(server);
    assertArrayEquals(new byte[] {42, 43}, wire.fromClient().readNBytes(2));
  }

  // ---- two ends

  private static Void asServer(Wire wire, byte[] key) throws IOException {
    Handshake.asServer(wire.fromClient(), wire.toClient(), key);
    return null;
  }

  private static Void asClient(Wire wire, byte[] key) throws IOException {
    Handshake.asClient(wire.fromServer(), wire.toServer(), key);
    return null;
  }

  private static FutureTask<Void> start(Callable<Void> side) {
    FutureTask<Void> task = new FutureTask<>(side);
    Thread thread = new Thread(task, "handshake");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static void outcome(FutureTask<Void> task) throws Exception {
    try {
      task.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private static Exception failure(FutureTask<Void> task) throws Exception {
    try {
      outcome(task);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  /** A pipe in each direction. */
  private record Wire(
      InputStream fromClient,
      OutputStream toServer,
      InputStream fromServer,
      OutputStream toClient) {
    Wire() throws IOException {
      this(Pipe.open(), Pipe.open());
    }

    private Wire(Pipe up, Pipe down) {
      this(
          Channels.newInputStream(up.source()),
          Channels.newOutputStream(up.sink()),
          Channels.newInputStream(down.source()),
          Channels.newOutputStream(down.sink()));
    }
  }

  /** How a server and a client with these keys come out of it. */
  private record Meeting(Exception server, Exception client) {
    static Meeting of(byte[] serverKey, byte[] clientKey) throws Exception {
      Wire wire = new Wire();
      FutureTask<Void> server = start(() -> asServer(wire, serverKey));
      FutureTask<Void> client = start(() -> asClient(wire, clientKey));
      return new Meeting(failure(server), failure(client));
    }

    String failures() {
      return server + " " + client;
    }
  }

  /** What each side wrote when all went well. */
  private record Recording(byte[] byServer, byte[] byClient) {
    static Recording ofAGoodMeeting() throws Exception {
      Wire wire = new Wire();
      ByteArrayOutputStream byServer = new ByteArrayOutputStream();
      ByteArrayOutputStream byClient = new ByteArrayOutputStream();
      FutureTask<Void> server =
          start(
              () -> {
                Handshake.asServer(wire.fromClient(), tee(wire.toClient(), byServer), KEY);
                return null;
              });
      Handshake.asClient(wire.fromServer(), tee(wire.toServer(), byClient), KEY);
      outcome(server);
      return new Recording(byServer.toByteArray(), byClient.toByteArray());
    }

    private static OutputStream tee(OutputStream out, OutputStream copy) {
      return new FilterOutputStream(out) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          copy.write(bytes, offset, length);
          out.write(bytes, offset, length);
        }
      };
    }
  }
}
