package org.jvmpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WordReaderTest {
  private static final String TEXT =
      "  The quick-brown FOX; jumps\nover Überflüssiges\u2014 the lazy dog";
  private static final List<String> WORDS =
      List.of(
          "the",
          "quick",
          "brown",
          "fox",
          "jumps",
          "over",
          "Überflüssiges\u2014",
          "the",
          "lazy",
          "dog");

  @TempDir Path directory;

  @Test
  void everyWayToCutAFileGivesEachWordOnce() throws IOException {
    Path file = Files.writeString(directory.resolve("text"), TEXT);
    long size = Files.size(file);
    for (long step = 1; step <= size; step++) {
      List<String> words = new ArrayList<>();
      for (long from = 0; from < size; from += step) {
        words.addAll(words(file, from, Math.min(size, from + step)));
      }
      assertEquals(WORDS, words, "in segments of " + step);
    }
  }

  @Test
  void aWordMayBeLongerThanABuffer() throws IOException {
    String word = "x".repeat(200_000);
    Path file = Files.writeString(directory.resolve("text"), word + " end");
    assertEquals(List.of(word), words(file, 0, 10));
    assertEquals(List.of(), words(file, 10, 100));
    assertEquals(List.of("end"), words(file, 100, 200_004));
  }

  @Test
  void anEmptyFileHasNoWords() throws IOException {
    Path file = Files.createFile(directory.resolve("empty"));
    assertEquals(List.of(), words(file, 0, 0));
  }

  private static List<String> words(Path file, long from, long to) throws IOException {
    List<String> words = new ArrayList<>();
    try (WordReader reader = new WordReader(file, from, to)) {
      for (String word = reader.next(); !word.isEmpty(); word = reader.next()) {
        words.add(word);
      }
    }
    return words;
  }
}
