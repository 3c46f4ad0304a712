package org.jvmpool.samples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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

  private static final long BYTES_OF_A_SEGMENT = 8 << 20;

  /** Enough for the code that counts to be compiled. */
  private static final long BYTES_TO_WARM_UP = 4 << 20;

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
    int megabytes = arguments.number("megabytes", 150, 1, 100_000);
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
      warmUp(pool, workers, segments);
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
    try (Results<Map<String, long[]>> counts = pool.imapUnordered(Wordcount::words, segments)) {
      counts.forEachRemaining(some -> add(some, total));
    }
    return total;
  }

  /**
   * Counts a little in each worker and in this JVM: both are measured with code that is compiled.
   */
  private static void warmUp(Pool pool, int workers, List<Segment> segments) throws IOException {
    if (segments.isEmpty()) {
      return;
    }
    Segment first = segments.get(0);
    Segment some =
        new Segment(first.file, first.from, Math.min(first.to, first.from + BYTES_TO_WARM_UP));
    pool.map(Wordcount::words, Collections.nCopies(workers, some), 1);
    words(some);
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

  /** The task: how often each word occurs in one segment, in the one element of its array. */
  static Map<String, long[]> words(Segment segment) throws IOException {
    Map<String, long[]> counts = new HashMap<>();
    try (WordReader words = new WordReader(Path.of(segment.file), segment.from, segment.to)) {
      for (String word = words.next(); !word.isEmpty(); word = words.next()) {
        long[] count = counts.get(word);
        if (count == null) {
          count = new long[1];
          counts.put(word, count);
        }
        count[0]++; // a new Long for each word would take twice as long as all the rest
      }
    }
    return counts;
  }

  private static void add(Map<String, long[]> some, Map<String, Long> total) {
    some.forEach((word, count) -> total.merge(word, count[0], Long::sum));
  }
}
