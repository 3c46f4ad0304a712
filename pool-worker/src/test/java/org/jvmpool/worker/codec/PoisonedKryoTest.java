package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.TaskSerializationException;

@Timeout(120)
class PoisonedKryoTest {
  static class Typed<T> {
    List<T> list = new ArrayList<>();
    Map<String, T> map = new HashMap<>();
    Object[] more = {1, "a", 2.5};
  }

  private static Typed<Object> typed(Object content) {
    Typed<Object> typed = new Typed<>();
    typed.list.add(content);
    typed.map.put("k", content);
    return typed;
  }

  @Test
  void aFailureDoesNotSpoilWhatComesAfterIt() {
    for (int i = 0; i < 200; i++) {
      assertThrows(
          TaskSerializationException.class, () -> Travel.bytes(typed(Thread.currentThread())));
      assertEquals(List.of("x"), Travel.copy(typed("x")).list);
    }
  }

  @Test
  void bytesCutShortAnywhereGiveOneKindOfException() {
    int cut = 5;
    org.jvmpool.TaskFunction<Integer, Integer> lambda = x -> x + cut;
    Object value =
        Arrays.asList(
            typed(lambda),
            "text",
            new int[] {1, 2},
            List.of(1, 2),
            new Exception("e"),
            java.util.EnumSet.allOf(Thread.State.class),
            java.util.UUID.randomUUID());
    byte[] bytes = Travel.bytes(value);
    for (int length = 0; length < bytes.length; length++) {
      Input in = new Input(bytes, 0, length);
      assertThrows(TaskSerializationException.class, () -> Travel.CODEC.decode(in, Travel.LOADER));
    }
    assertEquals(7, ((List<?>) Travel.copy(value)).size());
  }

  @Test
  void bytesThatWereChangedGiveAValueOrOneKindOfException() {
    byte[] bytes = Travel.bytes(typed(List.of("a", 1, Map.of("k", 2L))));
    Random random = new Random(42);
    for (int i = 0; i < 3_000; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      try {
        Travel.CODEC.decode(new Input(changed), Travel.LOADER);
      } catch (TaskSerializationException expected) {
        continue;
      }
    }
  }

  @Test
  void aLengthBeyondTheInputIsRefusedBeforeAnythingIsAllocated() {
    for (int tag :
        new int[] {
          PlainValues.BYTES,
          PlainValues.INTS,
          PlainValues.LONGS,
          PlainValues.DOUBLES,
          PlainValues.LATIN,
          PlainValues.UTF8,
          PlainValues.UTF16,
          99
        }) {
      for (int length : new int[] {Integer.MAX_VALUE, -1, 1000}) {
        Output out = new Output(16, -1);
        out.writeByte(tag);
        out.writeVarInt(length, true);
        out.writeInt(1);
        assertThrows(
            TaskSerializationException.class,
            () -> Travel.CODEC.decode(new Input(out.toBytes()), Travel.LOADER));
      }
    }
  }
}
