package org.jvmpool.benchmarks;

/** What the ratio of a line, ours to the peer's, is meant to be. */
record Goal(Bound bound, double value) {
  enum Bound {
    NONE,
    AT_MOST,
    BELOW,
    AT_LEAST,
    ABOVE
  }

  static final Goal NONE = new Goal(Bound.NONE, 0);

  static Goal atMost(double ratio) {
    return new Goal(Bound.AT_MOST, ratio);
  }

  static Goal below(double ratio) {
    return new Goal(Bound.BELOW, ratio);
  }

  static Goal atLeast(double ratio) {
    return new Goal(Bound.AT_LEAST, ratio);
  }

  static Goal above(double ratio) {
    return new Goal(Bound.ABOVE, ratio);
  }

  /**
   * The goal and whether the medians meet it; {@code unsure} if the ranges allow both answers, that
   * is, if our best round beside the peer's worst and our worst beside its best differ in it, or if
   * there are fewer than three rounds to make a range of.
   */
  String verdict(Figures ours, Figures peers) {
    if (bound == Bound.NONE) {
      return "";
    }
    boolean met = holds(ours.median() / peers.median());
    boolean sure =
        Math.min(ours.count(), peers.count()) >= 3
            && holds(ours.min() / peers.max()) == holds(ours.max() / peers.min());
    return sign()
        + Unit.number(value).replaceAll("\\.?0+$", "")
        + (met ? ": met" : ": **missed**")
        + (sure ? "" : ", unsure");
  }

  private boolean holds(double ratio) {
    return switch (bound) {
      case NONE -> true;
      case AT_MOST -> ratio <= value;
      case BELOW -> ratio < value;
      case AT_LEAST -> ratio >= value;
      case ABOVE -> ratio > value;
    };
  }

  private String sign() {
    return switch (bound) {
      case NONE -> "";
      case AT_MOST -> "≤ ";
      case BELOW -> "< ";
      case AT_LEAST -> "≥ ";
      case ABOVE -> "> ";
    };
  }
}
