package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines come whole, none is lost, none is endless. */
@Timeout(30)
class StderrReaderTest {
  private final List<String> lines = new ArrayList<>();

  private StderrReader read(String text, Set<String> noise) {
    byte[] bytes = text.getBytes(Charset.forName(System.getProperty("native.encoding")));
    StderrReader reader = new StderrReader(new ByteArrayInputStream(bytes), lines::add, noise);
    reader.readAll();
    assertTrue(reader.isFinished());
    return reader;
  }

  @Test
  void splitsLines() {
    read("one\ntwo\r\n\nlast", Set.of());
    assertEquals(List.of("one", "two", "", "last"), lines);
  }

  @Test
  void cutsLongLines() {
    read("x".repeat(20_000) + "\nshort\n", Set.of());
    assertEquals(
        List.of("x".repeat(8192), "x".repeat(8192), "x".repeat(20_000 - 16_384), "short"), lines);
  }

  @Test
  void doesNotCutALineOfExactlyTheLimit() {
    read("x".repeat(8192) + "\ny\n", Set.of());
    assertEquals(List.of("x".repeat(8192), "y"), lines);
  }

  @Test
  void keepsTheTail() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append(i).append('\n');
    }
    List<String> tail = read(text.toString(), Set.of()).tail();
    assertEquals(20, tail.size());
    assertEquals("80", tail.get(0));
    assertEquals("99", tail.get(19));
  }

  @Test
  void dropsNoiseOnceEach() {
    StderrReader reader = read("noise\nnoise\nword\n", Set.of("noise"));
    assertEquals(List.of("noise", "word"), lines);
    assertEquals(List.of("noise", "word"), reader.tail());
  }

  @Test
  void survivesAListenerThatThrows() {
    StderrReader reader =
        new StderrReader(
            new ByteArrayInputStream("a\nb\n".getBytes()),
            line -> {
              throw new IllegalStateException(line);
            },
            Set.of());
    reader.readAll();
    assertEquals(List.of("a", "b"), reader.tail());
  }
}
