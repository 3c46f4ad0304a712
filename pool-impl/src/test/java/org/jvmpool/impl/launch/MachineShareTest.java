package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker's share of the machine, unless the user says otherwise. */
@Timeout(30)
class MachineShareTest {
  private static final long GB = 1L << 30;

  @Test
  void halfTheMemoryAndAllProcessorsAreDividedAmongTheWorkers() {
    assertEquals(
        List.of("-Xmx2048m", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=2"),
        MachineShare.options(4, null, List.of(), () -> 16 * GB, 8));
  }

  @Test
  void aShareIsNeverTooSmallToWork() {
    assertEquals(
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1"),
        MachineShare.options(64, null, List.of(), () -> 4 * GB, 8));
  }

  @Test
  void maxHeapReplacesTheShare() {
    assertEquals("-Xmx1g", MachineShare.options(4, "1g", List.of(), () -> 16 * GB, 8).get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx1g",
        "-Xms1g",
        "-XX:MaxHeapSize=1g",
        "-XX:MaxRAMPercentage=10",
        "-XX:MaxRAM=1g"
      })
  void anOptionForTheHeapReplacesTheShare(String option) {
    assertEquals(
        List.of("-XX:+UseSerialGC", "-XX:ActiveProcessorCount=2"),
        MachineShare.options(4, null, List.of(option), () -> 16 * GB, 8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-XX:+UseG1GC", "-XX:+UseZGC", "-XX:+UseParallelGC", "-XX:+UseShenandoahGC"})
  void aChosenCollectorReplacesTheSerialOne(String option) {
    assertEquals(
        List.of("-Xmx2048m", "-XX:ActiveProcessorCount=2"),
        MachineShare.options(4, null, List.of(option), () -> 16 * GB, 8));
  }

  @Test
  void chosenProcessorsReplaceTheShare() {
    assertEquals(
        List.of("-Xmx2048m", "-XX:+UseSerialGC"),
        MachineShare.options(4, null, List.of("-XX:ActiveProcessorCount=3"), () -> 16 * GB, 8));
  }

  @Test
  void knowsTheMemoryOfThisMachine() {
    assertTrue(MachineShare.memory(List.of("-Xmx1g")) > 1 << 28);
  }

  @Test
  void aHeapThatNobodyChoseTellsTheMemory() {
    assumeTrue(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .noneMatch(option -> option.startsWith("-Xm") || option.contains("RAM")));
    long asked = MachineShare.memory(List.of("-Xmx1g"));
    long guessed = MachineShare.memory(List.of());
    assertTrue(Math.abs(asked - guessed) < asked / 10, asked + " and " + guessed);
  }
}
