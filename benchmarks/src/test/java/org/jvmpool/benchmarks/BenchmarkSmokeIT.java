package org.jvmpool.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The harness with every contender, at a scale whose figures mean nothing. */
@Timeout(900)
class BenchmarkSmokeIT {
  private static final int OURS = 2;
  private static final int PEERS = 4;

  @Test
  void aRowHasAFigureForOursAndForItsPeer() throws Exception {
    assertHaveFigures("apply");
  }

  @Test
  @Tag("stress")
  void everyRowHasAFigureForOursAndForItsPeer() throws Exception {
    assertHaveFigures();
  }

  /**
   * @param names none means all rows
   */
  private static void assertHaveFigures(String... names) throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "python3"))),
        "the peers need python3 on PATH");
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    Machine machine = Machine.inspect(Path.of("").toAbsolutePath(), "python3");

    Options options = new Options(Scale.TINY, 1, false, List.of(names));
    boolean complete =
        Comparison.run(
            options,
            machine,
            new PrintStream(table, true, StandardCharsets.UTF_8),
            new PrintStream(progress, true, StandardCharsets.UTF_8));

    String text = table.toString(StandardCharsets.UTF_8);
    assertTrue(complete, () -> progress.toString(StandardCharsets.UTF_8));
    List<Row> rows = options.choose(new Catalogue(Scale.TINY, machine.canBind()).rows());
    assertFalse(rows.isEmpty());
    for (Row row : rows) {
      List<String[]> lines =
          text.lines()
              .filter(line -> line.startsWith("| " + row.name() + " |"))
              .map(line -> line.split(" \\| "))
              .toList();
      assertEquals(row.lines().size(), lines.size(), row.name());
      for (String[] cells : lines) {
        assertNotEquals("–", cells[OURS], String.join(" | ", cells));
        assertNotEquals("–", cells[PEERS], String.join(" | ", cells));
      }
    }
  }
}
