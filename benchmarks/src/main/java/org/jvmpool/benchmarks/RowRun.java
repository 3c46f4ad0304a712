package org.jvmpool.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All rounds of one row. In each round every contender runs once, one at a time and in the same
 * order, so that a slow minute of the machine falls on all of them. A contender that fails is
 * reported and runs no more.
 */
final class RowRun {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Row row;
  private final Map<Contender, Map<String, List<Double>>> values = new HashMap<>();
  private final Map<Contender, String> failures = new LinkedHashMap<>();

  RowRun(Row row) {
    this.row = row;
  }

  void run(Machine machine, Options options, RawData raw, PrintStream progress)
      throws InterruptedException {
    Set<Contender> contenders = row.contenders();
    if (options.peersOnly()) {
      Set<Contender> ours = row.lines().stream().map(Line::ours).collect(Collectors.toSet());
      contenders.removeAll(ours);
    }
    for (int round = 1; round <= options.rounds(); round++) {
      for (Contender contender : contenders) {
        if (failures.containsKey(contender)) {
          continue;
        }
        try {
          Map<String, Double> metrics =
              ChildRun.metrics(contender.command(machine), contender.environment(machine), LIMIT);
          raw.add(row.name(), contender.name(), round, metrics);
          Map<String, List<Double>> mine = values.computeIfAbsent(contender, c -> new HashMap<>());
          metrics.forEach((name, v) -> mine.computeIfAbsent(name, n -> new ArrayList<>()).add(v));
          progress.printf(
              Locale.ROOT,
              "%s, round %d of %d: %s, %.1f s%n",
              row.name(),
              round,
              options.rounds(),
              contender.name(),
              metrics.getOrDefault(ChildRun.WALL, 0.0) / 1e9);
        } catch (IOException e) {
          failures.put(contender, String.valueOf(e.getMessage()));
          progress.println(row.name() + ", " + contender.name() + " failed: " + e.getMessage());
        }
      }
    }
  }

  Row row() {
    return row;
  }

  /** What was measured, or null when the contender did not run, failed, or has no such metric. */
  @Nullable Figures figures(Contender contender, String metric) {
    List<Double> found = values.getOrDefault(contender, Map.of()).get(metric);
    return found == null ? null : new Figures(found);
  }

  /** The contenders that failed, with what they said. */
  Map<Contender, String> failures() {
    return failures;
  }
}
