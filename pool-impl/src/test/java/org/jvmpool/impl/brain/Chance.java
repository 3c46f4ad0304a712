package org.jvmpool.impl.brain;

import java.util.SplittableRandom;

/** Chance that a seed decides. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean in(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** From {@code least} to {@code most}, both included. */
  long between(long least, long most) {
    return least >= most ? least : random.nextLong(least, most + 1);
  }

  long anything() {
    return random.nextLong();
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  @SafeVarargs
  final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Nanoseconds: each decade between the two is as likely as the other. */
  long spread(long least, long most) {
    double exponent = random.nextDouble() * Math.log((double) most / least);
    return (long) (least * Math.exp(exponent));
  }
}
