package org.jvmpool.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The harness with every contender, at a scale whose figures mean nothing. */
@Timeout(900)
class BenchmarkSmokeIT {
  private static final int OURS = 2;
  private static final int PEERS = 4;

  @Test
  void everyRowHasAFigureForOursAndForItsPeer() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "python3"))),
        "the peers need python3 on PATH");
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    Machine machine = Machine.inspect(Path.of("").toAbsolutePath(), "python3");

    boolean complete =
        Comparison.run(
            new Options(Scale.TINY, 1, false, List.of()),
            machine,
            new PrintStream(table, true, StandardCharsets.UTF_8),
            new PrintStream(progress, true, StandardCharsets.UTF_8));

    String text = table.toString(StandardCharsets.UTF_8);
    assertTrue(complete, () -> progress.toString(StandardCharsets.UTF_8));
    for (Row row : new Catalogue(Scale.TINY, machine.canBind()).rows()) {
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
