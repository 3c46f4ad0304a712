package org.jvmpool.impl.launch;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A child's fair share of the machine: heap, processors, collector. What the user chose wins.
 *
 * <p>The JVM's own defaults, a quarter of the memory and threads for all processors for each child,
 * overcommit with every child after the second.
 */
final class MachineShare {
  private static final long MIN_HEAP_MB = 128;

  private static final List<String> HEAP =
      List.of(
          "-Xmx",
          "-Xms",
          "-mx",
          "-ms",
          "-XX:MaxHeapSize=",
          "-XX:InitialHeapSize=",
          "-XX:MinHeapSize=",
          "-XX:MaxRAM",
          "-XX:+AggressiveHeap",
          "-XX:Flags=");

  /** Where the JVM's own choice of its heap tells nothing: too little for its rule, or too much. */
  private static final long LEAST_TELLING_HEAP = 1L << 29;

  private static final long MOST_TELLING_HEAP = 24L << 30;

  private static final List<String> COLLECTORS =
      List.of(
          "SerialGC", "ParallelGC", "G1GC", "ZGC", "ShenandoahGC", "EpsilonGC", "ConcMarkSweepGC");

  private MachineShare() {}

  /**
   * The options that give a child its share.
   *
   * @param memory of the machine or container in bytes; asked for only if it decides, since it may
   *     have to start the JVM's management
   * @param chosen the user's own options
   */
  static List<String> options(
      int workers,
      @Nullable String maxHeap,
      List<String> chosen,
      LongSupplier memory,
      int processors) {
    List<String> options = new ArrayList<>();
    if (maxHeap != null) {
      options.add("-Xmx" + maxHeap);
    } else if (chosen.stream().noneMatch(option -> startsWithAny(option, HEAP))) {
      options.add("-Xmx" + Math.max(MIN_HEAP_MB, (memory.getAsLong() / 2 / workers) >> 20) + "m");
    }
    if (chosen.stream().noneMatch(MachineShare::isCollector)) {
      options.add("-XX:+UseSerialGC");
    }
    if (chosen.stream().noneMatch(option -> option.startsWith("-XX:ActiveProcessorCount="))) {
      options.add("-XX:ActiveProcessorCount=" + Math.max(1, processors / workers));
    }
    return options;
  }

  private static boolean isCollector(String option) {
    return COLLECTORS.stream().anyMatch(name -> option.equals("-XX:+Use" + name));
  }

  private static boolean startsWithAny(String option, List<String> prefixes) {
    return prefixes.stream().anyMatch(option::startsWith);
  }

  /**
   * The memory that this JVM may use: the container's limit, if there is one.
   *
   * @param inputArguments of this JVM: where they leave the heap to it, it takes a quarter
   */
  static long memory(List<String> inputArguments) {
    long heap = Runtime.getRuntime().maxMemory();
    if (heap >= LEAST_TELLING_HEAP
        && heap <= MOST_TELLING_HEAP
        && inputArguments.stream().noneMatch(option -> startsWithAny(option, HEAP))) {
      return 4 * heap;
    }
    java.lang.management.OperatingSystemMXBean system =
        ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean known
        ? known.getTotalMemorySize()
        : 4 * heap;
  }
}
