package org.jvmpool.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program that takes part in a row: a class of the subject package, or a script of
 * benchmarks/python.
 */
record Contender(String name, boolean python, String program, List<String> arguments) {

  static Contender java(String name, String simpleClassName, Object... arguments) {
    return new Contender(name, false, simpleClassName, texts(arguments));
  }

  static Contender python(String name, String script, Object... arguments) {
    return new Contender(name, true, script, texts(arguments));
  }

  /** A line that compares this contender's metric with the same metric of {@code peer}. */
  Line beside(Contender peer, String metric, String measure) {
    return new Line(measure, this, metric, peer, metric, Goal.NONE);
  }

  List<String> command(Machine machine) {
    Stream<String> start =
        python
            ? Stream.of(
                machine.python(), machine.home().resolve("python/" + program + ".py").toString())
            : Stream.of(
                machine.java(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.jvmpool.benchmarks.subject." + program);
    return Stream.concat(start, arguments.stream()).toList();
  }

  /** Keeps the bytecode of the scripts out of the source tree. */
  Map<String, String> environment(Machine machine) {
    return Map.of("PYTHONPYCACHEPREFIX", machine.home().resolve("target/pycache").toString());
  }

  private static List<String> texts(Object... arguments) {
    return Stream.of(arguments)
        .map(argument -> String.format(Locale.ROOT, "%s", argument))
        .toList();
  }
}
