package org.jvmpool.impl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** The tables of docs/coming-from-python.md name a test, or a reason, for each of their rows. */
class PythonTablesTest {
  private static final List<String> PACKAGES =
      List.of("behaviour", "brain", "launch", "manager", "pool", "settings", "stress");
  private static final Pattern REFERENCE = Pattern.compile("`(\\w+Test|\\w+IT)\\.(\\w+)`");

  /** One row: its number, its cells behind that. */
  private record Row(int number, List<String> cells) {}

  /** The rows of the table under a heading. */
  private static List<Row> table(String heading) throws IOException {
    List<Row> rows = new ArrayList<>();
    boolean within = false;
    for (String line : Files.readAllLines(Path.of("..", "docs", "coming-from-python.md"))) {
      if (line.startsWith("## ")) {
        within = line.equals("## " + heading);
      } else if (within && line.matches("\\| \\d+(, \\d+)* \\|.*")) {
        String[] cells = line.substring(2, line.length() - 2).split(" \\| ", -1);
        for (String number : cells[0].split(", ")) {
          rows.add(
              new Row(Integer.parseInt(number), Arrays.asList(cells).subList(1, cells.length)));
        }
      }
    }
    return rows;
  }

  private static boolean isTest(String type, String method) {
    for (String last : PACKAGES) {
      try {
        for (Method candidate :
            Class.forName("org.jvmpool.impl." + last + "." + type).getDeclaredMethods()) {
          if (candidate.getName().equals(method)
              && AnnotationSupport.isAnnotated(candidate, Testable.class)) {
            return true;
          }
        }
      } catch (ClassNotFoundException e) {
        // It may be in another package.
      }
    }
    return false;
  }

  /** What is named in a row and is no test. */
  private static void addMissing(Row row, Set<String> missing) {
    Matcher reference = REFERENCE.matcher(String.join(" ", row.cells()));
    while (reference.find()) {
      if (!isTest(reference.group(1), reference.group(2))) {
        missing.add(row.number() + ": " + reference.group());
      }
    }
  }

  private static boolean namesATest(Row row) {
    return REFERENCE.matcher(String.join(" ", row.cells())).find();
  }

  @Test
  void eachPainHasATestOrAReason() throws IOException {
    List<Row> pains = table("Pains of Python's pool, and what becomes of them here");
    assertEquals(
        IntStream.rangeClosed(1, 45).boxed().toList(), pains.stream().map(Row::number).toList());
    Set<String> wrong = new TreeSet<>();
    for (Row pain : pains) {
      addMissing(pain, wrong);
      String reason = pain.cells().get(1);
      if (!namesATest(pain)
          && !reason.startsWith("concerns ")
          && !reason.startsWith("cannot happen here: ")) {
        wrong.add(pain.number() + ": neither a test nor a reason");
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void eachRowHasATestOrAReason() throws IOException {
    List<Row> rows = table("What Python's and other pools are tested for");
    Set<Integer> explained = new TreeSet<>();
    table("Rows of Python's own tests without a twin").forEach(row -> explained.add(row.number()));
    // The catalogue has gaps.
    Set<Integer> gaps = Set.of(174, 178, 186, 191, 195, 207, 213, 216, 221, 224);
    assertEquals(
        IntStream.rangeClosed(168, 233).filter(row -> !gaps.contains(row)).boxed().toList(),
        rows.stream().map(Row::number).toList());
    Set<String> wrong = new TreeSet<>();
    for (Row row : rows) {
      addMissing(row, wrong);
      if (!namesATest(row) && !explained.contains(row.number())) {
        wrong.add(row.number() + ": neither a test nor a reason");
      }
    }
    assertEquals(Set.of(), wrong);
  }
}
