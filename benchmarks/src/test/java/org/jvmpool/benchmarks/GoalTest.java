package org.jvmpool.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class GoalTest {

  @Test
  void isMetWhenEveryPairOfRoundsMeetsIt() {
    assertEquals("≤ 2: met", Goal.atMost(2).verdict(figures(50, 55, 60), figures(44, 45, 46)));
  }

  @Test
  void isMissedWhenEveryPairOfRoundsMissesIt() {
    assertEquals("≥ 5: **missed**", Goal.atLeast(5).verdict(figures(1, 2, 2), figures(1, 1, 1)));
  }

  @Test
  void isUnsureWhenThePeersRangeAllowsBothAnswers() {
    assertEquals(
        "≤ 2: met, unsure", Goal.atMost(2).verdict(figures(60, 61, 62), figures(3, 60, 65)));
  }

  @Test
  void isUnsureAfterOneRound() {
    assertEquals("< 1: met, unsure", Goal.below(1).verdict(figures(1), figures(100)));
  }

  private static Figures figures(double... values) {
    return new Figures(Arrays.stream(values).boxed().toList());
  }
}
