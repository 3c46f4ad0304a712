package org.jvmpool;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Numbers of a pool at one moment. Tasks are counted since the pool was built; a chunk of a {@code
 * map} counts as one task.
 *
 * @param workers workers that live now, those that start up or retire included
 * @param busy workers that run a task now
 * @param waiting tasks that wait for a worker now
 * @param running tasks that run now
 * @param done tasks that returned a result
 * @param failed tasks that threw, or whose result could not travel
 * @param lost tasks whose worker ended under them
 * @param timedOut tasks that outlived their limit
 * @param cancelled tasks that were cancelled
 * @param retired how many workers ended for which reason; reasons that did not occur may be absent;
 *     immutable
 * @see Pool#stats()
 */
public record PoolStats(
    int workers,
    int busy,
    long waiting,
    long running,
    long done,
    long failed,
    long lost,
    long timedOut,
    long cancelled,
    Map<RetireReason, Long> retired) {

  /**
   * Makes a snapshot; the map is copied.
   *
   * @param workers workers that live now, those that start up or retire included
   * @param busy workers that run a task now
   * @param waiting tasks that wait for a worker now
   * @param running tasks that run now
   * @param done tasks that returned a result
   * @param failed tasks that threw, or whose result could not travel
   * @param lost tasks whose worker ended under them
   * @param timedOut tasks that outlived their limit
   * @param cancelled tasks that were cancelled
   * @param retired how many workers ended for which reason; reasons that did not occur may be
   *     absent; immutable
   * @throws IllegalArgumentException if a number is negative
   * @throws NullPointerException if the map, a key or a value of it is null
   */
  public PoolStats {
    notNegative("workers", workers);
    notNegative("busy", busy);
    notNegative("waiting", waiting);
    notNegative("running", running);
    notNegative("done", done);
    notNegative("failed", failed);
    notNegative("lost", lost);
    notNegative("timedOut", timedOut);
    notNegative("cancelled", cancelled);
    EnumMap<RetireReason, Long> copy = new EnumMap<>(RetireReason.class);
    retired.forEach(
        (reason, count) -> {
          Objects.requireNonNull(reason, "retired holds a null key");
          Objects.requireNonNull(count, "retired holds a null value");
          notNegative("retired " + reason, count);
          copy.put(reason, count);
        });
    retired = Collections.unmodifiableMap(copy);
  }

  private static void notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, but was " + value);
    }
  }
}
