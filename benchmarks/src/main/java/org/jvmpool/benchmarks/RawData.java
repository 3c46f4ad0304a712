package org.jvmpool.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * Every single figure of a run as comma-separated values, below comment lines that hold the header.
 * Each child's figures are in the file before the next child starts.
 */
final class RawData implements AutoCloseable {
  private final Path file;
  private final Writer out;

  RawData(Machine machine, Map<String, String> header) throws IOException {
    Path directory = Files.createDirectories(machine.home().resolve("target/results"));
    String name =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .format(LocalDateTime.now(ZoneId.systemDefault()))
            + "-jdk"
            + Runtime.version().feature();
    file = directory.resolve(name + ".csv");
    out = Files.newBufferedWriter(file);
    for (Map.Entry<String, String> entry : header.entrySet()) {
      out.write("# " + entry.getKey() + ": " + entry.getValue() + "\n");
    }
    out.write("row,contender,round,metric,value\n");
  }

  Path file() {
    return file;
  }

  void add(String row, String contender, int round, Map<String, Double> metrics) {
    try {
      for (Map.Entry<String, Double> metric : metrics.entrySet()) {
        out.write(
            row
                + ",\""
                + contender
                + "\","
                + round
                + ","
                + metric.getKey()
                + ","
                + metric.getValue()
                + "\n");
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
