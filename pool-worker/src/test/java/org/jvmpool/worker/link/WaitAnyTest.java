package org.jvmpool.worker.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others do with a connection after a thread has looked at it, and before it blocks. */
@Timeout(30)
class WaitAnyTest {
  private static final Duration LONG = Duration.ofHours(1); // nothing comes true by its end

  private SocketConnection here;
  private SocketConnection there;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      there = new SocketConnection(SocketChannel.open(server.getLocalAddress()), "here");
      here = new SocketConnection(server.accept(), "there");
    }
  }

  @AfterEach
  void disconnect() {
    here.close();
    there.close();
  }

  /** Something to be done between the last look and the wait. */
  private interface Deed {
    void run() throws IOException;
  }

  /** Never ready; runs a deed when it is looked at by who has made ready to wait. */
  private static final class InBetween implements Waitable {
    private final Deed deed;
    private boolean watched;
    private boolean done;

    InBetween(Deed deed) {
      this.deed = deed;
    }

    @Override
    public boolean isReady() throws IOException {
      if (watched && !done) {
        done = true;
        deed.run();
      }
      return false;
    }

    @Override
    public Watch watch(Runnable wake) {
      watched = true;
      return () -> {};
    }
  }

  private List<Object> waitWhile(Deed deed) throws Exception {
    return WaitAny.within(List.of(here, new InBetween(deed)), LONG);
  }

  @Test
  void aMessageThatAnotherReaderReadAlongIsFound() throws Exception {
    assertEquals(
        List.of(here),
        waitWhile(
            () -> {
              there.send(1);
              there.send(2);
              assertEquals(1, here.recv());
              assertTrue(here.poll());
            }));
    assertEquals(2, here.recv());
  }

  @Test
  void aMessageThatAnotherThreadPolledIsFound() throws Exception {
    assertEquals(
        List.of(here),
        waitWhile(
            () -> {
              there.send("polled");
              pollUntilItIsThere();
            }));
    assertEquals("polled", here.recv());
  }

  @Test
  void aMessageThatAnotherReaderRefusedIsFound() throws Exception {
    assertEquals(
        List.of(here),
        waitWhile(
            () -> {
              there.send("an object");
              assertThrows(IOException.class, here::recvBytes);
            }));
    assertEquals("an object", here.recv());
  }

  @Test
  void aMessageThatAnotherReaderTookEndsNoWait() throws Exception {
    List<Object> ready =
        WaitAny.within(
            List.of(
                here,
                new InBetween(
                    () -> {
                      there.send("taken");
                      assertEquals("taken", here.recv());
                    })),
            Duration.ofMillis(200));
    assertEquals(List.of(), ready);
    assertFalse(here.poll());
  }

  @Test
  void aCloseByAnotherThreadEndsTheWait() {
    IOException closed = assertThrows(IOException.class, () -> waitWhile(here::close));
    assertTrue(closed.getMessage().contains("closed"), closed.getMessage());
  }

  private void pollUntilItIsThere() throws IOException {
    while (!here.poll()) {
      Thread.onSpinWait();
    }
  }
}
