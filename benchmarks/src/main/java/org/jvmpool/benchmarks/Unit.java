package org.jvmpool.benchmarks;

import java.util.Locale;

/** What a figure counts; the end of a metric's name says it. */
@SuppressWarnings("ImmutableEnumChecker") // its arrays never leave it
enum Unit {
  TIME("_ns", false, new double[] {1, 1e3, 1e6, 1e9}, "ns", "µs", "ms", "s"),
  BANDWIDTH("_bytes_per_s", true, new double[] {1e6, 1e9}, "MB/s", "GB/s"),
  RATE("_per_s", true, new double[] {1, 1e3, 1e6}, "/s", "k/s", "M/s"),
  MEMORY("_bytes", false, new double[] {1 << 10, 1 << 20}, "KiB", "MiB"),
  FACTOR("_x", true, new double[] {1}, "×");

  private final String suffix;
  private final boolean higherIsBetter;
  private final double[] scales;
  private final String[] names;

  Unit(String suffix, boolean higherIsBetter, double[] scales, String... names) {
    this.suffix = suffix;
    this.higherIsBetter = higherIsBetter;
    this.scales = scales;
    this.names = names;
  }

  static Unit of(String metric) {
    for (Unit unit : values()) {
      if (metric.endsWith(unit.suffix)) {
        return unit;
      }
    }
    throw new IllegalArgumentException("metric " + metric + " does not end in the name of a unit");
  }

  boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** The median with its range, all three on the scale that suits the median. */
  String format(Figures figures) {
    double median = figures.median();
    if (Double.isInfinite(median)) {
      return "none";
    }
    int index = 0;
    while (index + 1 < scales.length && median >= scales[index + 1]) {
      index++;
    }
    double scale = scales[index];
    String middle = number(median / scale) + " " + names[index];
    return figures.count() == 1
        ? middle
        : middle + " (" + number(figures.min() / scale) + "–" + number(figures.max() / scale) + ")";
  }

  /** Three significant digits where four decimals are enough for them, without an exponent. */
  static String number(double value) {
    if (Double.isInfinite(value)) {
      return "∞";
    }
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.0995 ? 2 : 4;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
