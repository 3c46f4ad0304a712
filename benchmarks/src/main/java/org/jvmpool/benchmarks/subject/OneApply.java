package org.jvmpool.benchmarks.subject;

import org.jvmpool.Pool;

/** The smallest program with a pool, timed from outside: workers. */
final class OneApply {
  private OneApply() {}

  public static void main(String[] args) {
    Arguments arguments = new Arguments(args, 1);
    int one = args.length;
    try (Pool pool = Pool.create(arguments.number(0))) {
      Expect.equal(pool.apply(() -> one + 1), 2);
    }
  }
}
