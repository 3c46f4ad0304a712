package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.TaskSerializationException;

/** A message has a largest size; what is larger is refused in words. */
@Timeout(60)
class TooLargeTest {
  private final Codec codec = Codec.shared();

  @Test
  void aValueThatIsTooLargeIsToldWithItsSizeTheLimitAndWhatToDo() {
    MessageOutput out = new MessageOutput(16, 1_000);
    out.writeBytes(new byte[100]);
    String message =
        assertThrows(TaskSerializationException.class, () -> codec.encode(new byte[2_000], out))
            .getMessage();
    assertTrue(message.startsWith("byte[] cannot travel: "), message);
    assertTrue(message.contains("larger than a message may be (1000 bytes)"), message);
    assertTrue(message.matches(".*has [1-9][0-9]{2} bytes so far.*"), message);
    assertTrue(message.contains("send the name of a file, or smaller chunks"), message);
    assertEquals(100, out.position());
  }

  @Test
  void aRunOfItemsThatIsTooLargeNamesNoSingleItem() {
    MessageOutput out = new MessageOutput(16, 1_000);
    Object[] items = Collections.nCopies(500, "an item of the run").toArray();
    String message =
        assertThrows(TaskSerializationException.class, () -> codec.encodeAll(items, 0, 500, out))
            .getMessage();
    assertTrue(message.startsWith("500 items cannot travel together: "), message);
    assertTrue(message.contains("smaller chunks"), message);
    assertEquals(0, out.position());
  }

  @Test
  void whatJustFitsTravels() {
    MessageOutput out = new MessageOutput(16, 1_000);
    byte[] value = new byte[900];
    value[899] = 7;
    codec.encode(value, out);
    Input in = new Input(out.toBytes());
    assertArrayEquals(value, (byte[]) codec.decode(in, getClass().getClassLoader()));
  }

  @Test
  void aMessageGrowsBeyondOneGibibyteUpToTheLimit() {
    int gibibyte = 1 << 30;
    assertEquals(256, MessageOutput.grown(128, 129, MessageOutput.LIMIT));
    assertEquals(5_000, MessageOutput.grown(128, 5_000, MessageOutput.LIMIT));
    assertEquals(
        MessageOutput.LIMIT, MessageOutput.grown(gibibyte, gibibyte + 1, MessageOutput.LIMIT));
  }

  @Test
  void aLargeArrayIsGivenRoomAtOnce() {
    MessageOutput out = new MessageOutput(16);
    out.writeBytes(new byte[1_000]);
    assertEquals(1_000, out.getBuffer().length);
  }

  @Test
  void theLimitIsWrittenAsGibibytes() {
    assertEquals("2 GiB", Codec.inWords(MessageOutput.LIMIT));
    assertEquals("1000 bytes", Codec.inWords(1_000));
  }
}
