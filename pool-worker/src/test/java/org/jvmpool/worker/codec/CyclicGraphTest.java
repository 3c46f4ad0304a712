package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.Task;
import org.jvmpool.TaskSerializationException;

/** Objects that lead back to themselves. */
@Timeout(60)
class CyclicGraphTest {
  record Person(String name, List<Person> friends) {}

  record Holder(Object content) {
    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }

  static class Bean {
    Object content;
    Bean other;
  }

  @Test
  void beansThatKnowEachOtherStayTwo() {
    Bean a = new Bean();
    a.other = new Bean();
    a.other.other = a;
    a.content = a;
    Bean copy = Travel.copy(a);
    assertSame(copy, copy.other.other);
    assertSame(copy, copy.content);
  }

  @Test
  void collectionsAndArraysThatHoldThemselvesTravel() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    List<Object> listCopy = Travel.copy(list);
    assertSame(listCopy, listCopy.get(0));
    Map<Object, Object> map = new HashMap<>();
    map.put("self", map);
    Map<Object, Object> mapCopy = Travel.copy(map);
    assertSame(mapCopy, mapCopy.get("self"));
    Object[] array = new Object[1];
    array[0] = array;
    Object[] arrayCopy = Travel.copy(array);
    assertSame(arrayCopy, arrayCopy[0]);
  }

  @Test
  void recordsThatKnowEachOtherThroughListsTravel() {
    Person ada = new Person("Ada", new ArrayList<>());
    Person bob = new Person("Bob", new ArrayList<>(List.of(ada)));
    ada.friends().add(bob);
    ada.friends().add(ada);
    Person copy = Travel.copy(ada);
    assertEquals("Bob", copy.friends().get(0).name());
    assertSame(copy, copy.friends().get(1));
    assertSame(copy, copy.friends().get(0).friends().get(0));
    List<Person> both = Travel.copy(List.of(bob, ada));
    assertSame(both.get(1), both.get(0).friends().get(0));
  }

  @Test
  void whatIsMadeLateIsPutIntoBeansArraysAndMaps() {
    Bean bean = new Bean();
    Object[] array = new Object[1];
    Map<String, Object> map = new LinkedHashMap<>();
    Map<String, Object> concurrent = new ConcurrentHashMap<>();
    for (Object holder : List.of(bean, array, map, concurrent)) {
      Holder record = new Holder(holder);
      bean.content = record;
      array[0] = record;
      map.put("first", record);
      map.put("second", 2);
      concurrent.put("k", record);
      Holder copy = Travel.copy(record);
      Object there = copy.content();
      Object back =
          there instanceof Bean b
              ? b.content
              : there instanceof Object[] a ? a[0] : ((Map<?, ?>) there).values().iterator().next();
      assertSame(copy, back);
    }
  }

  @Test
  void immutableAndWrappedCollectionsMayHoldBeansThatKnowThem() {
    Bean bean = new Bean();
    for (Object holder :
        List.of(
            List.of(bean, 1, 2),
            Map.of("k", bean),
            java.util.Optional.of(bean),
            Collections.unmodifiableList(new ArrayList<>(List.of(bean))))) {
      bean.content = holder;
      assertSame(Travel.copy(bean).content.getClass(), holder.getClass());
      Object copy = Travel.copy(holder);
      Bean inside =
          copy instanceof List<?> list
              ? (Bean) list.get(0)
              : copy instanceof Map<?, ?> map
                  ? (Bean) map.get("k")
                  : (Bean) ((java.util.Optional<?>) copy).orElseThrow();
      assertSame(copy, inside.content);
    }
  }

  @Test
  void aLambdaMayCaptureWhatHoldsIt() throws Exception {
    List<Task<Integer>> tasks = new ArrayList<>();
    tasks.add(() -> tasks.size());
    Task<Integer> copy = Travel.copy(tasks.get(0));
    assertEquals(1, copy.call());
  }

  @Test
  void aCycleThatCannotBeRebuiltIsRefusedAndNotFilledWithNull() {
    HashSet<Object> set = new HashSet<>();
    Holder record = new Holder(set);
    set.add(record);
    byte[] bytes = Travel.bytes(record);
    String message =
        assertThrows(
                TaskSerializationException.class,
                () -> Travel.CODEC.decode(new Input(bytes), Travel.LOADER))
            .getMessage();
    assertTrue(message.contains("cycle"), message);
    assertTrue(message.contains("ArrayList"), message);
  }
}
