package org.jvmpool.impl.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rows of three columns of a page: Python, Java, note. */
final class PageTables {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** A row; its snippets are the code of its second column that is a statement. */
  record Row(String section, String python, String java, String note) {
    List<String> snippets() {
      return code(java).stream().filter(text -> text.endsWith(";") || text.endsWith("}")).toList();
    }

    static List<String> code(String cell) {
      return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
    }
  }

  private PageTables() {}

  static List<Row> of(String page) throws IOException {
    Path docs = Files.isDirectory(Path.of("docs")) ? Path.of("docs") : Path.of("..", "docs");
    List<Row> rows = new ArrayList<>();
    String section = "";
    for (String line : Files.readAllLines(docs.resolve(page))) {
      if (line.startsWith("## ")) {
        section = line.substring(3);
      } else if (line.startsWith("| ") && !line.startsWith("| Python ")) {
        String[] cells = line.split("\\|", -1); // no cell has one inside
        if (cells.length == 5) {
          rows.add(new Row(section, cells[1].strip(), cells[2].strip(), cells[3].strip()));
        }
      }
    }
    return rows;
  }
}
