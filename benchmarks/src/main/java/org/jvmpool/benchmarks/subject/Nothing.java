package org.jvmpool.benchmarks.subject;

/** A program that does nothing, timed from outside: what any JVM costs. */
final class Nothing {
  private Nothing() {}

  public static void main(String[] args) {}
}
