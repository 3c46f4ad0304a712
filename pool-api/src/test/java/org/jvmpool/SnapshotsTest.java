package org.jvmpool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SnapshotsTest {

  @Test
  void statsDoNotChangeWithTheMapTheyWereMadeOf() {
    Map<RetireReason, Long> retired = new EnumMap<>(RetireReason.class);
    retired.put(RetireReason.CRASHED, 2L);
    PoolStats stats = stats(1, retired);
    retired.put(RetireReason.IDLE, 7L);
    assertEquals(Map.of(RetireReason.CRASHED, 2L), stats.retired());
  }

  @Test
  void statsCannotBeChanged() {
    PoolStats stats = stats(1, Map.of(RetireReason.CRASHED, 2L));
    assertThrows(
        UnsupportedOperationException.class, () -> stats.retired().put(RetireReason.IDLE, 1L));
    assertThrows(UnsupportedOperationException.class, () -> stats(0, Map.of()).retired().clear());
  }

  @Test
  void statsListReasonsInTheirOrder() {
    PoolStats stats = stats(1, Map.of(RetireReason.PROTOCOL, 1L, RetireReason.CRASHED, 2L));
    assertEquals(
        List.of(RetireReason.CRASHED, RetireReason.PROTOCOL),
        List.copyOf(stats.retired().keySet()));
  }

  @Test
  void statsRefuseNegativeNumbersAndNulls() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> stats(-1, Map.of()));
    assertEquals("workers must be at least 0, but was -1", refused.getMessage());
    assertThrows(IllegalArgumentException.class, () -> stats(1, Map.of(RetireReason.CRASHED, -2L)));
    Map<RetireReason, Long> holed = new HashMap<>();
    holed.put(RetireReason.CRASHED, null);
    assertThrows(NullPointerException.class, () -> stats(1, holed));
    assertThrows(NullPointerException.class, () -> stats(1, null));
  }

  @Test
  void workerInfoRefusesWrongValues() {
    Instant now = Instant.EPOCH;
    WorkerInfo starting = new WorkerInfo(0, 0, WorkerInfo.State.STARTING, 0, now);
    assertEquals(WorkerInfo.State.STARTING, starting.state());
    assertThrows(
        IllegalArgumentException.class, () -> new WorkerInfo(-1, 1, WorkerInfo.State.IDLE, 0, now));
    assertThrows(
        IllegalArgumentException.class, () -> new WorkerInfo(0, -1, WorkerInfo.State.IDLE, 0, now));
    assertThrows(
        IllegalArgumentException.class, () -> new WorkerInfo(0, 1, WorkerInfo.State.IDLE, -1, now));
    assertThrows(NullPointerException.class, () -> new WorkerInfo(0, 1, null, 0, now));
    assertThrows(
        NullPointerException.class, () -> new WorkerInfo(0, 1, WorkerInfo.State.IDLE, 0, null));
  }

  private static PoolStats stats(int workers, Map<RetireReason, Long> retired) {
    return new PoolStats(workers, 0, 0, 0, 0, 0, 0, 0, 0, retired);
  }
}
