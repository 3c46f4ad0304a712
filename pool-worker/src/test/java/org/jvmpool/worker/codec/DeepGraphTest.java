package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
