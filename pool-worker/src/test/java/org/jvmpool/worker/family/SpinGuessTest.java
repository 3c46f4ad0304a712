package org.jvmpool.worker.family;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SpinGuessTest {
  private static final long AT_ONCE = 500;
  private static final long LONG_ENOUGH_FOR_ANOTHER_TO_RUN = 3_000;

  private final SpinGuess guess = new SpinGuess();
  private long now = System.nanoTime();

  private void inVain(int times) {
    for (int i = 0; i < times; i++) {
      guess.sawNothing(now);
    }
  }

  @Test
  void fourSpinsInVainAreEnough() {
    assertTrue(guess.isHopeful(now));
    inVain(3);
    assertTrue(guess.isHopeful(now));
    inVain(1);
    assertFalse(guess.isHopeful(now));
  }

  @Test
  void thenOneIsTriedNowAndThen() {
    inVain(4);
    assertFalse(guess.isHopeful(now + SpinGuess.TRIAL_NANOS - 1));
    now += SpinGuess.TRIAL_NANOS;
    assertTrue(guess.isHopeful(now));
    inVain(1);
    assertFalse(guess.isHopeful(now + SpinGuess.TRIAL_NANOS - 1));
  }

  @Test
  void oneThatSawTheOtherSideAtWorkGivesHopeAgain() {
    inVain(1_000);
    guess.saw(now, now + AT_ONCE);
    assertTrue(guess.isHopeful(now));
    inVain(3);
    assertTrue(guess.isHopeful(now));
  }

  @Test
  void whatIsSeenAfterAGapMayHaveBeenDoneInPlaceOfTheSpin() {
    for (int i = 0; i < 4; i++) {
      guess.saw(now, now + LONG_ENOUGH_FOR_ANOTHER_TO_RUN);
    }
    assertFalse(guess.isHopeful(now));
  }
}
