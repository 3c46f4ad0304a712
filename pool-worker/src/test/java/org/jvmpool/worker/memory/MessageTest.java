package org.jvmpool.worker.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.worker.codec.InFlight;

/** The buffer in which a thread encodes what it puts. */
@Timeout(60)
class MessageTest {
  private static final int MEBIBYTE = 1 << 20;

  private static byte[] bufferOf(int characters) {
    return Message.of("x".repeat(characters), new InFlight()).bytes();
  }

  @Test
  void thatGrewAboveAMebibyteIsDropped() {
    byte[] large = bufferOf(2 * MEBIBYTE);
    assertTrue(large.length > MEBIBYTE);
    byte[] next = bufferOf(1);
    assertNotSame(large, next);
    assertTrue(next.length < MEBIBYTE, next.length + " bytes are kept");
  }

  @Test
  void thatIsSmallerIsUsedAgain() {
    byte[] before = bufferOf(MEBIBYTE / 4);
    assertSame(before, bufferOf(1));
  }

  /** Puts something itself while it is put. */
  private static final class Nesting implements Serializable {
    private static final long serialVersionUID = 1;
    private final String text = "outer";

    private void writeObject(ObjectOutputStream out) throws IOException {
      bufferOf(100);
      out.defaultWriteObject();
    }
  }

  @Test
  void isNotSharedByAMessageThatIsEncodedWhileAnotherIs() throws Exception {
    FutureTask<Object> first =
        new FutureTask<>(
            () -> {
              Message message = Message.of(new Nesting(), new InFlight());
              byte[] bytes = Arrays.copyOf(message.bytes(), message.length());
              return new Message(message.form(), bytes, 0, bytes.length).object();
            });
    new Thread(first, "test-first-message").start();
    Nesting read = assertInstanceOf(Nesting.class, first.get(30, TimeUnit.SECONDS));
    assertEquals("outer", read.text);
  }
}
