package org.jvmpool.impl.stress;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** How much a stress test does, its random choices, and the figures it prints at its end. */
final class Load {
  private static final double FACTOR =
      Double.parseDouble(System.getProperty("jvmpool.stress.factor", "1"));

  private final String title;
  private final long seed = Long.getLong("jvmpool.stress.seed", System.nanoTime());
  private final long start = System.nanoTime();
  private final Map<String, Object> figures = new LinkedHashMap<>();

  private Load(String title) {
    this.title = title;
    System.out.println("stress: " + title + ", seed " + seed);
  }

  static Load of(String title) {
    return new Load(title);
  }

  /** That many, times the factor. */
  static int times(int count) {
    return Math.max(1, (int) (count * FACTOR));
  }

  /** Random numbers of one of the test's threads. */
  Random random(int thread) {
    return new Random(seed + 31L * thread);
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  Load figure(String name, Object value) {
    figures.put(name, value);
    return this;
  }

  Load quantiles(List<Duration> times) {
    return quantiles("", times);
  }

  /** The median, the 99th percentile and the longest. */
  Load quantiles(String name, List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    if (!sorted.isEmpty()) {
      String of = name.isEmpty() ? "" : name + " ";
      figure(of + "p50", millis(sorted.get((sorted.size() - 1) / 2)));
      figure(of + "p99", millis(sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1)));
      figure(of + "longest", millis(sorted.get(sorted.size() - 1)));
    }
    return this;
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }

  /** Prints the figures; called in a finally, so that a failed test shows how far it came. */
  void print() {
    String line =
        title
            + ": "
            + figures.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "))
            + String.format(Locale.ROOT, " (%.1f s, seed %d)", seconds(), seed);
    System.out.println("stress: " + line);
    Figures.add(line);
  }
}
