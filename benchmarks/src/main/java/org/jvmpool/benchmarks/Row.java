package org.jvmpool.benchmarks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One thing that is compared: its lines, and a grid of plain figures below the table if any. */
record Row(String name, String title, List<Line> lines, List<Grid> grids) {

  Row(String name, String title, List<Line> lines) {
    this(name, title, lines, List.of());
  }

  /** Every contender once, in the order in which they take turns. */
  Set<Contender> contenders() {
    Set<Contender> all = new LinkedHashSet<>();
    for (Line line : lines) {
      all.add(line.ours());
      all.add(line.peer());
    }
    return all;
  }

  /** Figures of one contender: a line for each label, a column for each way. */
  record Grid(
      Contender contender, String corner, List<String> labels, List<String> ways, String pattern) {

    /** {@code pattern} is a metric's name with {@code WAY} and {@code LABEL} in it. */
    String metric(String way, String label) {
      return pattern.replace("WAY", way).replace("LABEL", label);
    }
  }
}
