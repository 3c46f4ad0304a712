package org.jvmpool.benchmarks;

import java.util.Collection;

/** One metric of one contender, a value a round. At least one value. */
final class Figures {
  private final double[] ordered;

  Figures(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("figures need at least one value");
    }
    ordered = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  int count() {
    return ordered.length;
  }

  double min() {
    return ordered[0];
  }

  double max() {
    return ordered[ordered.length - 1];
  }

  double median() {
    int middle = ordered.length / 2;
    return ordered.length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
  }
}
