package org.jvmpool.samples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jvmpool.Pool;
import org.jvmpool.Results;

/**
 * Counts the words of every file under a directory, and prints the ten most frequent. A task is a
 * segment of a file. Only counts travel, never the text: workers read the files themselves.
 */
public final class Wordcount {
  private static final String USAGE =
      "wordcount [DIR] [--megabytes=OF_THE_TEXT_MADE_WITHOUT_DIR] [--workers=N]";

  private static final long BYTES_OF_A_SEGMENT = 32 << 20;

  /** The words that start from byte {@code from} up to but not including {@code to} of a file. */
  record Segment(String file, long from, long to) {}

  private Wordcount() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, Wordcount::count);
  }

  static void count(CommandLine arguments, PrintStream out) throws Exception {
    int workers = arguments.workers();
    if (arguments.hasWord()) {
      Path directory = arguments.directory("DIR");
      arguments.end();
      count(directory, workers, out);
      return;
    }
    int megabytes = arguments.number("megabytes", 200, 1, 100_000);
    arguments.end();
    try (Corpus corpus = Corpus.write(megabytes * 1_000_000L)) {
      out.printf(
          "made %d MB of text in %s, to be deleted at the end%n", megabytes, corpus.directory());
      count(corpus.directory(), workers, out);
    }
  }

  private static void count(Path directory, int workers, PrintStream out) throws Exception {
    List<Segment> segments = segments(directory);
    FileCache.fill(out, segments.stream().map(Segment::file).distinct().toList());
    Measured<Map<String, Long>> pooled;
    try (Pool pool = Pool.builder().name("wordcount").workers(workers).build()) {
      Measured.start(out, pool, workers);
      pooled = Measured.of(() -> inPool(pool, segments));
    }
    Measured<Map<String, Long>> oneThread =
        Measured.of(
            () -> {
              Map<String, Long> total = new HashMap<>();
              for (Segment segment : segments) {
                add(words(segment), total);
              }
              return total;
            });

    long all = pooled.result().values().stream().mapToLong(Long::longValue).sum();
    out.printf(
        "%,d words, %,d different ones, in %,d segments of %s%n",
        all, pooled.result().size(), segments.size(), directory);
    pooled.result().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(10)
        .forEach(word -> out.printf("%,12d %s%n", word.getValue(), word.getKey()));
    Measured.compare(out, workers, pooled, oneThread);
  }

  private static Map<String, Long> inPool(Pool pool, List<Segment> segments) {
    Map<String, Long> total = new HashMap<>();
    try (Results<Map<String, Long>> counts = pool.imapUnordered(Wordcount::words, segments)) {
      counts.forEachRemaining(some -> add(some, total));
    }
    return total;
  }

  private static List<Segment> segments(Path directory) throws IOException {
    List<Segment> segments = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        long size = Files.size(file);
        String name = file.toAbsolutePath().toString();
        for (long from = 0; from < size; from += BYTES_OF_A_SEGMENT) {
          segments.add(new Segment(name, from, Math.min(size, from + BYTES_OF_A_SEGMENT)));
        }
      }
    }
    return segments;
  }

  /** The task: how often each word occurs in one segment. */
  static Map<String, Long> words(Segment segment) throws IOException {
    Map<String, Long> counts = new HashMap<>();
    try (WordReader words = new WordReader(Path.of(segment.file), segment.from, segment.to)) {
      for (String word = words.next(); !word.isEmpty(); word = words.next()) {
        counts.merge(word, 1L, Long::sum);
      }
    }
    return counts;
  }

  private static void add(Map<String, Long> some, Map<String, Long> total) {
    some.forEach((word, count) -> total.merge(word, count, Long::sum));
  }
}
