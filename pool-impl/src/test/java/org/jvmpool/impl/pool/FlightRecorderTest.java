package org.jvmpool.impl.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.TaskException;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.HouseCheck;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ExtendWith(HouseCheck.class)
class FlightRecorderTest {
  @Test
  void everyTaskAndEveryWorkerLeavesItsEvents(@TempDir Path dir) throws Exception {
    long pid;
    try (Recording recording = new Recording()) {
      recording.enable("org.jvmpool.Task");
      recording.enable("org.jvmpool.Worker");
      recording.start();
      try (Pool pool = Pool.builder().name("recorded").workers(1).build()) {
        pid = pool.apply(() -> ProcessHandle.current().pid());
        assertThrows(
            TaskException.class,
            () ->
                pool.apply(
                    () -> {
                      throw new IllegalStateException("no");
                    }));
        assertThrows(
            WorkerLostException.class, () -> pool.apply(() -> Runtime.getRuntime().halt(7)));
      }
      recording.stop();
      recording.dump(dir.resolve("events.jfr"));
    }
    List<String> outcomes = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(dir.resolve("events.jfr"))) {
      assertEquals("recorded", event.getString("pool"));
      if (event.getEventType().getName().equals("org.jvmpool.Task")) {
        outcomes.add(event.getString("outcome"));
        assertTrue(event.getLong("bytesSent") > 0);
        assertTrue(event.getDuration("queueTime").compareTo(Duration.ZERO) > 0);
        if (event.getString("outcome").equals("RETURNED")) {
          assertEquals(pid, event.getLong("worker"));
          assertTrue(event.getDuration("runTime").compareTo(Duration.ZERO) > 0);
        }
      } else {
        changes.add(event.getString("change"));
      }
    }
    assertEquals(List.of("RETURNED", "THREW", "LOST"), outcomes);
    assertTrue(changes.contains("READY"), changes::toString);
    assertTrue(changes.contains("CRASHED"), changes::toString);
  }
}
