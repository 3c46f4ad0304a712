package org.jvmpool.impl.testkit;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What tasks did, seen from the test: a file to which tasks of all processes append lines. */
public final class Trail implements Serializable {
  private static final long serialVersionUID = 1;

  private final String file;

  private Trail(String file) {
    this.file = file;
  }

  /** A new, empty trail below {@code parent}. */
  public static Trail in(Path parent) {
    try {
      return new Trail(Files.createTempFile(parent, "trail", ".txt").toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** For tasks: appends a line, in one write. */
  public void mark(Object line) throws IOException {
    Files.writeString(Path.of(file), line + "\n", StandardOpenOption.APPEND);
  }

  public List<String> marks() {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public int count() {
    return marks().size();
  }
}
