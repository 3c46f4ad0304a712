package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.MultiprocessingContext;
import org.jvmpool.Settings;
import org.jvmpool.impl.testkit.Tasks;

/**
 * Processes that are started and ended at any moment, cold and from spares that are killed, too.
 */
@Stress
class ProcessKillsTest {
  @Test
  void everyProcessEndsAsItWasEnded() throws Exception {
    Random random = new Random(5);
    try (MultiprocessingContext mp = Multiprocessing.local(Settings.defaults().withSpares(2))) {
      for (int round = 0; round < 10; round++) {
        List<JvmProcess> processes = new ArrayList<>();
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          if (random.nextInt(4) == 0) {
            killAChildThatIsNone(processes);
          }
          JvmProcess process;
          switch (random.nextInt(4)) {
            case 0 -> {
              process = mp.process(() -> {}).start();
              codes.add(0);
            }
            case 1 -> {
              process = mp.process(() -> System.exit(7)).start();
              codes.add(7);
            }
            case 2 -> {
              process = mp.process(Tasks::linger).start();
              process.join(Duration.ofMillis(random.nextInt(300)));
              process.terminate();
              codes.add(143);
            }
            default -> {
              process = mp.process(Tasks::linger).start();
              process.join(Duration.ofMillis(random.nextInt(300)));
              process.kill();
              codes.add(137);
            }
          }
          processes.add(process);
        }
        for (int i = 0; i < processes.size(); i++) {
          JvmProcess process = processes.get(i);
          assertTrue(process.join(Duration.ofSeconds(60)), process::toString);
          assertEquals(codes.get(i), process.exitCode().orElse(-1), process::toString);
        }
        assertEquals(List.of(), mp.activeChildren());
      }
    }
  }

  /** A spare, if there is one: processes that run are left alone. */
  private static void killAChildThatIsNone(List<JvmProcess> processes) {
    List<Long> pids = processes.stream().map(JvmProcess::pid).toList();
    ProcessHandle.current()
        .children()
        .filter(child -> !pids.contains(child.pid()))
        .findFirst()
        .ifPresent(ProcessHandle::destroyForcibly);
  }
}
