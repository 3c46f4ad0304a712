package org.jvmpool.benchmarks.subject;

import java.util.Arrays;

/** The command line of a measured program, checked for its length and read by position. */
final class Arguments {
  private final String[] given;

  Arguments(String[] given, int expected) {
    if (given.length != expected) {
      throw new IllegalArgumentException(
          expected + " arguments expected, but were " + Arrays.toString(given));
    }
    this.given = given;
  }

  String text(int position) {
    return given[position];
  }

  int number(int position) {
    return Integer.parseInt(given[position]);
  }
}
