package org.jvmpool.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line of the harness. No row named means all rows. */
record Options(Scale scale, int rounds, boolean peersOnly, List<String> rows) {
  static final String USAGE =
      "usage: benchmarks/run [--brief | --quick] [--rounds N] [--peers-only] [row...]";

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException if one is wrong; the message says which and how to do better
   */
  static Options parse(String... arguments) {
    Scale scale = Scale.FULL;
    @Nullable Integer rounds = null;
    boolean peersOnly = false;
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--brief" -> scale = Scale.BRIEF;
        case "--quick" -> scale = Scale.QUICK;
        case "--peers-only" -> peersOnly = true;
        case "--rounds" -> rounds = rounds(++i < arguments.length ? arguments[i] : "nothing");
        default -> {
          if (arguments[i].startsWith("-")) {
            throw new IllegalArgumentException(arguments[i] + " is no option\n" + USAGE);
          }
          rows.add(arguments[i]);
        }
      }
    }
    int standard = scale == Scale.FULL ? 5 : 3;
    return new Options(scale, rounds == null ? standard : rounds, peersOnly, List.copyOf(rows));
  }

  /** The rows of the catalogue that were asked for. */
  List<Row> choose(List<Row> all) {
    List<String> names = all.stream().map(Row::name).toList();
    for (String name : rows) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "there is no row " + name + "; rows are " + String.join(", ", names));
      }
    }
    return all.stream().filter(row -> rows.isEmpty() || rows.contains(row.name())).toList();
  }

  private static int rounds(String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(
          "--rounds must be a number from 1 to 9999, but was " + text + "\n" + USAGE);
    }
    return Integer.parseInt(text);
  }
}
