package org.jvmpool.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program behind {@code benchmarks/run}: runs the rows one after the other and prints the
 * table. Exit code 1 if a contender failed, 2 if the command line or the machine is unfit.
 */
public final class Comparison {
  private Comparison() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    try {
      Options options = Options.parse(args);
      Path home = Path.of(System.getProperty("jvmpool.benchmarks.home", "."));
      String python = Optional.ofNullable(System.getenv("PYTHON")).orElse("python3");
      boolean complete =
          run(options, Machine.inspect(home.toAbsolutePath().normalize(), python), out, progress);
      System.exit(complete ? 0 : 1);
    } catch (IllegalArgumentException | IllegalStateException e) {
      progress.println(e.getMessage());
      System.exit(2);
    }
  }

  /** Runs the chosen rows and says whether every contender did its work. */
  static boolean run(Options options, Machine machine, PrintStream out, PrintStream progress)
      throws IOException, InterruptedException {
    List<Row> rows = options.choose(new Catalogue(options.scale(), machine.canBind()).rows());
    Map<String, String> header = machine.header();
    Report report = new Report(out, options.scale());
    List<RowRun> runs = new ArrayList<>();
    try (RawData raw = new RawData(machine, header)) {
      report.header(header, options);
      for (Row row : rows) {
        RowRun run = new RowRun(row);
        run.run(machine, options, raw, progress);
        report.lines(run);
        runs.add(run);
      }
      report.footer(runs);
      out.println();
      out.println("Raw data: " + raw.file());
    }
    return runs.stream().allMatch(run -> run.failures().isEmpty());
  }
}
