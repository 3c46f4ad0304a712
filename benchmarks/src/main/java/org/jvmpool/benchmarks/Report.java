package org.jvmpool.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The run as Markdown, printed as it proceeds. */
final class Report {
  private static final String NO_FIGURE = "–";

  private final PrintStream out;
  private final boolean verdicts;

  /** A quick run gives no verdicts: it sees one speed of the machine alone. */
  Report(PrintStream out, Scale scale) {
    this.out = out;
    this.verdicts = scale == Scale.FULL || scale == Scale.BRIEF;
  }

  void header(Map<String, String> header, Options options) {
    header.forEach((name, value) -> out.println("- " + name + ": " + value));
    out.println("- rounds: " + options.rounds() + ", scale: " + options.scale());
    out.println();
    out.println(
        "Medians over the rounds, with minimum–maximum. Ratio: ours to the peer's, of medians.");
    out.println(
        verdicts
            ? "Unsure: the ranges allow the opposite verdict too, or there are under three rounds."
            : "No verdicts: only a run of full scale or a brief one gives them.");
    out.println();
    out.println("| row | measure | jvmpool | peer | peer's | ratio | better | goal |");
    out.println("|---|---|---:|---|---:|---:|---|---|");
    out.flush();
  }

  void lines(RowRun run) {
    for (Line line : run.row().lines()) {
      Figures ours = run.figures(line.ours(), line.oursMetric());
      Figures peers = run.figures(line.peer(), line.peerMetric());
      out.printf(
          "| %s | %s | %s | %s | %s | %s | %s | %s |%n",
          run.row().name(),
          line.measure(),
          text(line.unit(), ours),
          peerName(line),
          text(line.unit(), peers),
          ratio(ours, peers),
          line.unit().higherIsBetter() ? "higher" : "lower",
          verdict(line.goal(), ours, peers));
    }
    out.flush();
  }

  /** What stands below the table: grids, what each row is, failures. */
  void footer(List<RowRun> runs) {
    for (RowRun run : runs) {
      for (Row.Grid grid : run.row().grids()) {
        grid(run, grid);
      }
    }
    out.println();
    for (RowRun run : runs) {
      out.println("- " + run.row().name() + ": " + run.row().title());
    }
    out.println("- load average at end: " + Machine.load());
    for (RowRun run : runs) {
      run.failures()
          .forEach(
              (contender, message) -> {
                out.println();
                out.println(run.row().name() + ", " + contender.name() + " failed:");
                out.println();
                message.lines().forEach(text -> out.println("    " + text));
              });
    }
    out.flush();
  }

  private void grid(RowRun run, Row.Grid grid) {
    out.println();
    out.println("| " + grid.corner() + " | " + String.join(" | ", grid.ways()) + " |");
    out.println("|---" + "|---:".repeat(grid.ways().size()) + "|");
    for (String label : grid.labels()) {
      out.print("| " + label);
      for (String way : grid.ways()) {
        String metric = grid.metric(way, label);
        out.print(" | " + text(Unit.of(metric), run.figures(grid.contender(), metric)));
      }
      out.println(" |");
    }
  }

  private static String ratio(@Nullable Figures ours, @Nullable Figures peers) {
    return ours != null && peers != null && comparable(ours, peers)
        ? Unit.number(ours.median() / peers.median())
        : NO_FIGURE;
  }

  private String verdict(Goal goal, @Nullable Figures ours, @Nullable Figures peers) {
    return verdicts && ours != null && peers != null && comparable(ours, peers)
        ? goal.verdict(ours, peers)
        : "";
  }

  /** A way that never pays has no finite figure. */
  private static boolean comparable(Figures ours, Figures peers) {
    return Double.isFinite(ours.median()) && Double.isFinite(peers.median());
  }

  private static String peerName(Line line) {
    return line.peer().equals(line.ours())
        ? line.peerMetric().replaceAll("_(break_even_)?ns$", "").replace("inline", "one thread")
        : line.peer().name();
  }

  private static String text(Unit unit, @Nullable Figures figures) {
    return figures == null ? NO_FIGURE : unit.format(figures);
  }
}
