package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Vector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.TaskSerializationException;

/** A length that is damaged is refused before memory is taken for it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BoundedInputTest {
  private static BoundedInput input(Consumer<Output> writing) {
    Output out = new Output(64, -1);
    writing.accept(out);
    return new BoundedInput(out.toBytes());
  }

  @Test
  void refusesArraysThatTheRestCannotHold() {
    byte[] few = new byte[7];
    List<Consumer<BoundedInput>> readings =
        List.of(
            in -> in.readBytes(8),
            in -> in.readBytes(-1),
            in -> in.readInts(2),
            in -> in.readInts(8, true),
            in -> in.readLongs(1),
            in -> in.readLongs(Integer.MAX_VALUE, true),
            in -> in.readFloats(2),
            in -> in.readDoubles(1),
            in -> in.readShorts(4),
            in -> in.readChars(4),
            in -> in.readBooleans(8));
    for (Consumer<BoundedInput> reading : readings) {
      assertThrows(KryoException.class, () -> reading.accept(new BoundedInput(few)));
    }
  }

  @Test
  void readsTextsAsTheyAreAndRefusesLengthsThatAreNotThere() {
    for (String text : new String[] {null, "", "a", "ascii", "größer", "日本", "x".repeat(300)}) {
      assertEquals(text, input(out -> out.writeString(text)).readString());
    }
    byte[] enormous = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07, 'a'};
    assertThrows(KryoException.class, () -> new BoundedInput(enormous).readString());
  }

  @Test
  void refusesValuesWhoseLengthIsDamaged() {
    int[][] grid = {{1, 2, 3}};
    List<Object> values =
        List.of(
            grid,
            new String[] {"a"},
            new PriorityQueue<>(List.of(1)),
            new Vector<>(List.of(1)),
            java.math.BigInteger.TEN,
            new java.util.BitSet(9));
    for (Object value : values) {
      Output out = new Output(64, -1);
      Codec.shared().encode(value, out);
      byte[] good = out.toBytes();
      // Five bytes of a number as large as can be, at each place in turn.
      for (int at = 0; at + 5 <= good.length; at++) {
        byte[] bad = good.clone();
        System.arraycopy(new byte[] {-9, -1, -1, -1, 7}, 0, bad, at, 5);
        try {
          Codec.shared().decode(new BoundedInput(bad), BoundedInputTest.class.getClassLoader());
        } catch (TaskSerializationException refused) {
          // As it should be: an OutOfMemoryError would come out of here.
        }
      }
    }
  }
}
