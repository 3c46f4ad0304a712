package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.TaskSerializationException;

@Timeout(60)
class PlainValuesTest {
  @Test
  void boxesKeepTheirTypeAndValue() {
    for (Object box :
        List.of(
            1,
            -1,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            1L,
            Long.MIN_VALUE,
            -0.0,
            Double.NaN,
            Float.MIN_VALUE,
            (short) -3,
            (byte) 7,
            'ß',
            true,
            false)) {
      assertEquals(box, Travel.copy(box));
    }
    assertNull(Travel.copy(null));
  }

  @Test
  void whatIsPlainIsWhatIsWrittenAsSuch() {
    for (Object value :
        new Object[] {
          null,
          1,
          1L,
          1.0,
          1f,
          (short) 1,
          (byte) 1,
          'a',
          true,
          "text",
          new byte[1],
          new int[1],
          new long[1],
          new double[1],
          new float[1],
          new short[1],
          new char[1],
          new boolean[1],
          new Object[1],
          new int[1][1],
          List.of(),
          java.math.BigInteger.ONE,
          new StringBuilder()
        }) {
      assertEquals(
          PlainValues.write(value, new Output(64, -1)),
          PlainValues.isPlain(value),
          () -> String.valueOf(value));
    }
  }

  @Test
  void stringsArriveUnchangedWhateverTheyHold() {
    for (String text :
        List.of(
            "",
            "a",
            "grün",
            "日本語",
            "😀 emoji",
            "lone \ud83d surrogate",
            "\u0000",
            "x".repeat(100_000),
            "€".repeat(50_000))) {
      assertEquals(text, Travel.copy(text));
    }
  }

  @Test
  void primitiveArraysArriveUnchanged() {
    assertArrayEquals(new byte[] {1, -2}, Travel.copy(new byte[] {1, -2}));
    assertArrayEquals(new int[] {1, -2}, Travel.copy(new int[] {1, -2}));
    assertArrayEquals(new long[] {1, -2}, Travel.copy(new long[] {1, -2}));
    assertArrayEquals(new double[] {1, -2}, Travel.copy(new double[] {1, -2}));
    assertArrayEquals(new char[] {'a', 'ß'}, Travel.copy(new char[] {'a', 'ß'}));
    assertArrayEquals(new boolean[] {true, false}, Travel.copy(new boolean[] {true, false}));
    assertArrayEquals(new float[] {1f}, Travel.copy(new float[] {1f}));
    assertArrayEquals(new short[0], Travel.copy(new short[0]));
  }

  @Test
  void valuesFollowEachOtherInOneOutput() {
    Output out = new Output(4, -1);
    Travel.CODEC.encode(1, out);
    Travel.CODEC.encode(List.of("a"), out);
    Travel.CODEC.encode("b", out);
    Input in = new Input(out.toBytes());
    assertEquals(1, Travel.CODEC.decode(in, Travel.LOADER));
    assertEquals(List.of("a"), Travel.CODEC.decode(in, Travel.LOADER));
    assertEquals("b", Travel.CODEC.decode(in, Travel.LOADER));
  }

  @Test
  void aFailedEncodeLeavesTheOutputAsItWas() {
    Output out = new Output(4, -1);
    out.writeInt(42);
    assertThrows(
        TaskSerializationException.class,
        () -> Travel.CODEC.encode(List.of("before", new Thread()), out));
    assertEquals(4, out.position());
  }

  @Test
  void aValueThatOutgrowsTheOutputIsRefused() {
    Output out = new Output(16, 64);
    TaskSerializationException e =
        assertThrows(
            TaskSerializationException.class, () -> Travel.CODEC.encode(new byte[1000], out));
    assertEquals(0, out.position());
    assertEquals(true, e.getMessage().contains("larger than a message"), e.getMessage());
  }

  @Test
  void sharedCodecIsOne() {
    assertSame(Codec.shared(), Codec.shared());
  }
}
