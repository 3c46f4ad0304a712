package org.jvmpool.impl.stress;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The figures of all stress tests of this run, printed once more together when the last is over.
 */
final class Figures implements BeforeAllCallback, AutoCloseable {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(Figures.class);
  private static final List<String> LINES = new CopyOnWriteArrayList<>();

  static void add(String line) {
    LINES.add(line);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // What lies in the root's store is closed when all tests are over.
    context.getRoot().getStore(SPACE).computeIfAbsent("figures", key -> this);
  }

  @Override
  public void close() {
    System.out.println(
        "\nstress figures, Java "
            + Runtime.version()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors:\n  "
            + String.join("\n  ", LINES)
            + "\n");
  }
}
