package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.Task;
import org.jvmpool.worker.Recursive;

@Timeout(120)
class DeepGraphTest {
  static class Node {
    int value;
    Node next;
  }

  static class JavaNode implements Serializable {
    private static final long serialVersionUID = 1L;
    JavaNode next;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }
  }

  @Test
  void aLinkedListOfAHundredThousandNodesTravels() {
    Node first = null;
    for (int i = 0; i < 100_000; i++) {
      Node node = new Node();
      node.value = i;
      node.next = first;
      first = node;
    }
    int count = 0;
    for (Node node = Travel.copy(first); node != null; node = node.next) {
      assertEquals(99_999 - count++, node.value);
    }
    assertEquals(100_000, count);
  }

  static class Link {
    final Map<String, Object> properties = new HashMap<>();
  }

  @Test
  void aHundredThousandLinksThroughMapsAndBeansTravel() {
    Link first = null;
    for (int i = 0; i < 100_000; i++) {
      Link link = new Link();
      link.properties.put("next", first);
      first = link;
    }
    int count = 0;
    for (Object link = Travel.copy(first);
        link != null;
        link = ((Link) link).properties.get("next")) {
      count++;
    }
    assertEquals(100_000, count);
  }

  record Pair(Object next, int number) {}

  @Test
  void deepGraphsOfEveryOtherHolderTravel() {
    for (UnaryOperator<Object> holder :
        List.<UnaryOperator<Object>>of(
            inner -> new Pair(inner, 1),
            inner -> new Object[] {inner},
            inner -> new ArrayList<>(List.of(inner)),
            List::of,
            Optional::of,
            inner -> Map.of("k", inner),
            inner -> new TreeMap<>(Map.of("k", inner)),
            inner -> Collections.unmodifiableList(new ArrayList<>(List.of(inner))),
            inner -> new AtomicReference<>(inner),
            inner -> (Task<Object>) () -> inner)) {
      Object outer = "the innermost";
      for (int i = 0; i < 10_000; i++) {
        outer = holder.apply(outer);
      }
      assertSame(outer.getClass().getSuperclass(), Travel.copy(outer).getClass().getSuperclass());
    }
  }

  @Test
  void deepObjectsOfJavaSerializationTravel() {
    JavaNode first = null;
    for (int i = 0; i < 50_000; i++) {
      JavaNode node = new JavaNode();
      node.next = first;
      first = node;
    }
    int count = 0;
    for (JavaNode node = Travel.copy(first); node != null; node = node.next) {
      count++;
    }
    assertEquals(50_000, count);
  }

  /** Half a gigabyte of stack is not filled with it, which would take half a minute. */
  @Test
  void codeThatCallsItselfWithoutEndIsNamed() {
    String message = Travel.refusal(new Recursive.Endless());
    assertTrue(message.contains("calls itself without end"), message);
    assertTrue(message.contains("Endless.writeObject(Recursive.java:"), message);
  }

  @Test
  void codeThatCallsItselfOftenHasRoomForIt() throws Exception {
    int[] times = new int[1];
    Thread small =
        new Thread(
            null,
            () -> times[0] = Travel.copy(new Recursive.Often(20_000)).times(),
            "test-small-stack",
            256 << 10);
    small.start();
    small.join();
    assertEquals(20_000, times[0]);
  }

  @Test
  @Tag("stress") // Half a gigabyte of stack takes its time to fill.
  void whatIsTooDeepForAnyStackIsRefusedWithAdvice() {
    // Compiled, a level of lists may take less than 100 bytes of stack.
    Object[] outer = new Object[1];
    for (int i = 0; i < 12_000_000; i++) {
      outer = new Object[] {outer};
    }
    String message = Travel.refusal(outer);
    assertTrue(message.contains("too deep"), message);
  }
}
