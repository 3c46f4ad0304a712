package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every kind of object that the documentation tells of, through the codec and back. */
@Timeout(60)
class KindsTest {
  @Test
  void everyKindArrivesAsToldAloneAndInsideOthers() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Kinds.Kind kind : Kinds.all()) {
      for (Object sample : kind.samples()) {
        check(kind, sample, Travel.copy(sample), wrong);
        List<Object> twice = Travel.copy(new ArrayList<>(Arrays.asList(sample, sample)));
        check(kind, sample, twice.get(0), wrong);
        check(kind, sample, twice.get(1), wrong);
        Kinds.Named<Object> record = Travel.copy(new Kinds.Named<>("in a record", sample));
        check(kind, sample, record.value(), wrong);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static void check(Kinds.Kind kind, Object sample, Object copy, List<String> wrong) {
    if (!Alike.alike(sample, copy)) {
      wrong.add(kind.name() + ": " + sample.getClass() + " " + sample + " arrived as " + copy);
    }
  }

  /** Of classes, and of the order of elements, {@code equals} says nothing. */
  @Test
  void whatIsNoViewArrivesAsItsOwnClassAndAllInTheirOrder() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Kinds.Kind kind : Kinds.all()) {
      for (Object sample : kind.samples()) {
        Object copy = Travel.copy(sample);
        if (!kind.isView() && !kindOf(copy).equals(kindOf(sample))) {
          wrong.add(kind.name() + ": " + sample.getClass() + " arrived as " + copy.getClass());
        }
        if (!Alike.sameOrder(sample, copy)) {
          wrong.add(kind.name() + ": " + sample + " arrived in another order: " + copy);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  /* The name of its class, but for what has none of its own. */
  private static String kindOf(Object object) {
    Class<?> type = object.getClass();
    if (Proxy.isProxyClass(type)) {
      return "a proxy of " + List.of(type.getInterfaces());
    }
    return Lambdas.isLambda(type)
        ? "a lambda"
        // A part of an immutable list is one.
        : type.getName().replaceFirst("(java.util.ImmutableCollections).*List.*", "$1");
  }

  @Test
  void arraysOfAllSortsArriveWithTheirComponentType() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Kinds.Kind kind : Kinds.all()) {
      for (Object sample : kind.samples()) {
        Class<?> type = sample.getClass();
        if (!kind.isView()
            && !Proxy.isProxyClass(type)
            && !Lambdas.isLambda(type)
            && (isPublic(type) || !Serializers.isJdk(type))) {
          Object array = Array.newInstance(type, 2);
          Array.set(array, 1, sample);
          Object copy = Travel.copy(array);
          assertSame(array.getClass(), copy.getClass());
          check(kind, sample, Array.get(copy, 1), wrong);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers());
  }

  @Test
  void anEmptyMapOfAnEnumKnowsItsEnum() {
    EnumMap<Kinds.Level, Object> copy = Travel.copy(new EnumMap<>(Kinds.Level.class));
    copy.put(Kinds.Level.LOW, 1);
    @SuppressWarnings({"unchecked", "rawtypes"})
    Map<Object, Object> raw = (Map) copy;
    assertThrows(ClassCastException.class, () -> raw.put(TimeUnit.DAYS, 2));
  }

  @Test
  void aCopyOfACopyIsLikeTheOriginal() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Kinds.Kind kind : Kinds.all()) {
      for (Object sample : kind.samples()) {
        check(kind, sample, Travel.copy(Travel.copy(sample)), wrong);
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void whatIsRefusedIsNamedWithAReason() throws Exception {
    for (Kinds.Refused refused : Kinds.refused()) {
      String message = Travel.refusal(refused.sample());
      assertTrue(message.matches("(?s).+ cannot travel: .{10,}"), message);
    }
  }

  @Test
  void transientFieldsArriveEmpty() {
    Kinds.Everything copy = Travel.copy(new Kinds.Everything());
    assertEquals(null, copy.forgotten);
    assertEquals("not sent", new Kinds.Everything().forgotten);
  }

  @Test
  void aRecordIsMadeFromItsFieldsAndNotFromWhatItsAccessorsTell() {
    Kinds.Odd copy = Travel.copy(new Kinds.Odd("b"));
    assertEquals("Odd[names=[b], ratio=1.0]", "Odd[names=" + field(copy) + ", ratio=1.0]");
  }

  private static Object field(Kinds.Odd odd) {
    try {
      var field = Kinds.Odd.class.getDeclaredField("names");
      field.setAccessible(true);
      return field.get(odd);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRecordWhoseConstructorRefusesFailsWithThatReason() throws Exception {
    Kinds.Named<Integer> record = new Kinds.Named<>("n", 1);
    var name = Kinds.Named.class.getDeclaredField("name");
    byte[] bytes = Travel.bytes(record);
    // The name is the first text of one character in the bytes.
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i] == 'n' && bytes[i - 1] == 1) {
        byte[] shorter = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, shorter, 0, i);
        System.arraycopy(bytes, i + 1, shorter, i, bytes.length - i - 1);
        shorter[i - 1] = 0;
        bytes = shorter;
        break;
      }
    }
    byte[] changed = bytes;
    String message =
        assertThrows(
                org.jvmpool.TaskSerializationException.class,
                () ->
                    Travel.CODEC.decode(
                        new com.esotericsoftware.kryo.kryo5.io.Input(changed), Travel.LOADER))
            .getMessage();
    assertTrue(message.contains(name.getDeclaringClass().getName()), message);
    assertTrue(message.contains("a name is needed"), message);
  }

  @Test
  void aLockOfASynchronizedCollectionIsItsOwn() {
    List<Object> list = java.util.Collections.synchronizedList(new ArrayList<>(List.of(1)));
    List<Object> copy = Travel.copy(list);
    synchronized (copy) {
      copy.add(2);
    }
    assertEquals(List.of(1, 2), copy);
    assertEquals(List.of(1), list);
  }
}
