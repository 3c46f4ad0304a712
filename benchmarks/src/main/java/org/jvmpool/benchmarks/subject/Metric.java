package org.jvmpool.benchmarks.subject;

import java.util.Arrays;

/**
 * One figure handed to the harness, a line {@code @name value} on standard output; the end of the
 * name says the unit.
 */
final class Metric {
  private Metric() {}

  static void print(String name, double value) {
    System.out.println("@" + name + " " + value);
  }

  /** Several percentiles: on a machine where wake-ups come in two speeds the median hides one. */
  static void printPercentiles(long[] nanos) {
    for (int percent : new int[] {10, 50, 90, 99}) {
      print("p" + percent + "_ns", (double) percentile(nanos, percent / 100.0));
    }
  }

  /** The nearest-rank percentile; {@code share} is between 0 and 1. */
  static long percentile(long[] values, double share) {
    long[] ordered = values.clone();
    Arrays.sort(ordered);
    return ordered[Math.min(ordered.length - 1, (int) (ordered.length * share))];
  }

  /** The median of the values from {@code from} on; of all of them when there are none after it. */
  static double median(double[] values, int from) {
    double[] ordered =
        from < values.length ? Arrays.copyOfRange(values, from, values.length) : values.clone();
    Arrays.sort(ordered);
    int middle = ordered.length / 2;
    return ordered.length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
  }
}
