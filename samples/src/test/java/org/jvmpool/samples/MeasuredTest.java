package org.jvmpool.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MeasuredTest {
  @Test
  void longTimesAreCompared() {
    String output = compare(millis(1_500), millis(3_000));
    assertTrue(output.contains("the pool was %.2f times as fast".formatted(2.0)), output);
  }

  @Test
  void ofShortTimesNoFactorIsTold() {
    assertTrue(compare(millis(10), millis(3_000)).contains("too short to compare"));
    assertTrue(compare(millis(3_000), millis(999)).contains("too short to compare"));
  }

  @Test
  void differentResultsAreAFailure() {
    assertThrows(
        IllegalStateException.class,
        () -> compare(millis(2_000), new Measured<>("other", Duration.ofSeconds(2))));
  }

  @Test
  void whatIsMeasuredTellsItsResult() throws Exception {
    assertEquals("same", Measured.of(() -> "same").result());
  }

  private static Measured<String> millis(long millis) {
    return new Measured<>("same", Duration.ofMillis(millis));
  }

  private static String compare(Measured<String> pool, Measured<String> oneThread) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, UTF_8)) {
      Measured.compare(out, 2, pool, oneThread);
    }
    return bytes.toString(UTF_8);
  }
}
