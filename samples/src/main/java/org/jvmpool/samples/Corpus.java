package org.jvmpool.samples;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A directory of made-up text, the same for the same size: pseudo-random words whose frequencies
 * follow Zipf's law, as those of a language do. {@link #close()} deletes it, and so does the end of
 * this JVM, by Ctrl-C for instance.
 */
final class Corpus implements AutoCloseable {
  private static final int VOCABULARY = 10_000;
  private static final int FILES = 8;
  private static final int WORDS_OF_A_LINE = 12;
  private static final String[] SYLLABLES = {
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta",
    "ve", "wi", "xo", "zu", "an", "er", "is", "on"
  };

  private final Path directory;
  private final Thread hook = new Thread(this::deleteAtTheEnd, "delete-corpus");

  /* Guarded by this: no file is made after the directory was deleted. */
  private boolean deleted;

  private Corpus(Path directory) {
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Writes at least {@code bytes} into a new temporary directory. */
  static Corpus write(long bytes) throws IOException {
    Corpus corpus = new Corpus(Files.createTempDirectory("jvmpool-corpus"));
    try {
      SplittableRandom random = new SplittableRandom(1);
      byte[][] words = words(random);
      double[] upTo = zipf();
      for (int i = 0; i < FILES; i++) {
        try (OutputStream out = new BufferedOutputStream(corpus.create("text-" + i), 1 << 16)) {
          writeText(out, bytes / FILES, words, upTo, random);
        }
      }
      return corpus;
    } catch (IOException | RuntimeException | Error failure) {
      corpus.close();
      throw failure;
    }
  }

  Path directory() {
    return directory;
  }

  private synchronized OutputStream create(String name) throws IOException {
    if (deleted) {
      throw new NoSuchFileException(directory.toString());
    }
    return Files.newOutputStream(directory.resolve(name));
  }

  private static void writeText(
      OutputStream out, long bytes, byte[][] words, double[] upTo, SplittableRandom random)
      throws IOException {
    long written = 0;
    for (int word = 1; written < bytes; word++) {
      int place = Arrays.binarySearch(upTo, random.nextDouble());
      byte[] text = words[place < 0 ? ~place : place];
      out.write(text);
      out.write(word % WORDS_OF_A_LINE == 0 ? '\n' : ' ');
      written += text.length + 1;
    }
  }

  /* The frequent words are the short ones. */
  private static byte[][] words(SplittableRandom random) {
    return Stream.generate(() -> word(random))
        .distinct()
        .limit(VOCABULARY)
        .sorted(Comparator.comparingInt(String::length))
        .map(word -> word.getBytes(StandardCharsets.US_ASCII))
        .toArray(byte[][]::new);
  }

  private static String word(SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return word.toString();
  }

  /* Word k comes with a weight of 1/(k+1); upTo[k] is the share of the words 0 to k. */
  private static double[] zipf() {
    double[] upTo = new double[VOCABULARY];
    double sum = 0;
    for (int k = 0; k < VOCABULARY; k++) {
      sum += 1.0 / (k + 1);
      upTo[k] = sum;
    }
    for (int k = 0; k < VOCABULARY; k++) {
      upTo[k] /= sum;
    }
    upTo[VOCABULARY - 1] = 1;
    return upTo;
  }

  @Override
  public void close() throws IOException {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // The hook runs, and finds nothing to delete.
    }
  }

  private void deleteAtTheEnd() {
    try {
      delete();
    } catch (IOException failure) {
      System.err.println("could not delete " + directory + ": " + failure);
    }
  }

  private synchronized void delete() throws IOException {
    if (deleted) {
      return;
    }
    deleted = true;
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(directory)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
