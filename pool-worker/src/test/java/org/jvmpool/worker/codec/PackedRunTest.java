package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.TaskSerializationException;

@Timeout(60)
class PackedRunTest {
  private static byte[] bytes(Object[] items, int from, int to) {
    Output out = new Output(16, -1);
    Travel.CODEC.encodeAll(items, from, to, out);
    return out.toBytes();
  }

  private static Object[] copy(byte[] bytes) {
    Input in = new Input(bytes);
    Object[] items = Travel.CODEC.decodeAll(in, Travel.LOADER);
    assertEquals(bytes.length, in.position());
    return items;
  }

  private static void arrives(Object... items) {
    assertArrayEquals(items, copy(bytes(items, 0, items.length)));
  }

  @Test
  void runsOfOneTypeArriveUnchanged() {
    arrives(1, -2, Integer.MAX_VALUE);
    arrives(1L, Long.MIN_VALUE);
    arrives(1.5, Double.NaN, -0.0);
    arrives(1.5f, Float.MAX_VALUE);
    arrives(true, false);
    arrives((byte) 1, (byte) -1);
    arrives((short) 1, (short) -1);
    arrives('a', 'ß');
    arrives("", "a", "日本", "😀");
  }

  @Test
  void mixedRunsArriveUnchanged() {
    arrives(1, "a", null, 2L, List.of(1));
    arrives(1, null);
    arrives(new Object[] {null});
    arrives();
  }

  @Test
  void aPartOfAnArrayIsARun() {
    assertArrayEquals(new Object[] {2, 3}, copy(bytes(new Object[] {"x", 2, 3, "y"}, 1, 3)));
    assertArrayEquals(new Object[0], copy(bytes(new Object[] {"x"}, 1, 1)));
  }

  @Test
  void aRunOfSmallNumbersTakesAByteEach() {
    Object[] items = new Object[1000];
    Arrays.setAll(items, i -> i % 50);
    assertTrue(bytes(items, 0, 1000).length < 1010);
  }

  @Test
  void aCountBeyondTheInputIsRefusedBeforeAnythingIsAllocated() {
    for (int kind : new int[] {0, PlainValues.INT, PlainValues.DOUBLE, PlainValues.LATIN, 99}) {
      Output out = new Output(16, -1);
      out.writeByte(kind);
      out.writeVarInt(Integer.MAX_VALUE, true);
      out.writeInt(1);
      assertThrows(
          TaskSerializationException.class,
          () -> Travel.CODEC.decodeAll(new Input(out.toBytes()), Travel.LOADER));
    }
  }
}
