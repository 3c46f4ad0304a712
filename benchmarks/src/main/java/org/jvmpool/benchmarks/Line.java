package org.jvmpool.benchmarks;

/** One line of the table: a metric of ours beside a metric of a peer, in the same unit. */
record Line(
    String measure,
    Contender ours,
    String oursMetric,
    Contender peer,
    String peerMetric,
    Goal goal) {

  Line {
    if (Unit.of(oursMetric) != Unit.of(peerMetric)) {
      throw new IllegalArgumentException(
          measure + ": " + oursMetric + " and " + peerMetric + " differ in unit");
    }
  }

  Line goal(Goal goal) {
    return new Line(measure, ours, oursMetric, peer, peerMetric, goal);
  }

  Unit unit() {
    return Unit.of(oursMetric);
  }
}
