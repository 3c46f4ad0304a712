package org.jvmpool.impl.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.impl.manager.Linearizability.Event;
import org.jvmpool.impl.manager.Linearizability.Kind;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.shared.SharedLock;

/**
 * What several processes saw of a dict, and of a lock, while some of them were killed, can be
 * explained by calls that each took effect at one moment. System.nanoTime is one clock for all
 * processes of a Linux machine.
 */
@Behaviour
class LinearizabilityTest {
  @TempDir Path dir;

  private static Event event(Kind kind, long begin, long end, Integer argument, Integer result) {
    return new Event(kind, begin, end, argument, result);
  }

  @Test
  void theCheckerKnowsGoodFromBad() {
    assertTrue(
        Linearizability.explains(
            List.of(
                event(Kind.PUT, 0, 10, 1, null),
                event(Kind.GET, 2, 4, null, null),
                event(Kind.GET, 5, 20, null, 1))));
    assertFalse(
        Linearizability.explains(
            List.of(
                event(Kind.PUT, 0, 10, 1, null),
                event(Kind.GET, 2, 4, null, 1),
                event(Kind.GET, 5, 9, null, null))));
    assertFalse( // a lost update
        Linearizability.explains(
            List.of(event(Kind.INCREMENT, 0, 10, null, 1), event(Kind.INCREMENT, 5, 15, null, 1))));
    assertTrue( // one that never returned may have taken effect, or not
        Linearizability.explains(
            List.of(
                event(Kind.INCREMENT, 0, Long.MAX_VALUE, null, null),
                event(Kind.INCREMENT, 5, 15, null, 2))));
  }

  @Test
  void aDictUsedByManyProcessesOfWhichSomeAreKilled() throws Exception {
    try (Manager manager = Multiprocessing.local().manager();
        Pool pool = Pool.create(4)) {
      SharedMap<String, Integer> dict = manager.dict();
      String where = dir.toString();
      List<Integer> clients = List.of(0, 1, 2, 3, 4, 5);
      List<org.jvmpool.AsyncResult<Integer>> results = new ArrayList<>();
      for (int client : clients) {
        results.add(
            pool.applyAsync(
                () -> {
                  use(dict, client, Path.of(where, "history-" + client), client % 3 == 2);
                  return client;
                }));
      }
      for (int client : clients) {
        try {
          results.get(client).get();
        } catch (java.util.concurrent.ExecutionException killed) {
          assertEquals(2, client % 3, () -> "client died: " + killed);
        }
      }
    }
    Map<String, List<Event>> histories = read();
    assertEquals(3, histories.size());
    histories.forEach(
        (key, history) -> {
          assertTrue(history.size() > 50, () -> "few calls: " + history.size());
          assertTrue(Linearizability.explains(history), () -> key + ": " + history);
        });
  }

  /** Calls at random; each is written down before it is made and after it has returned. */
  private static void use(SharedMap<String, Integer> dict, int client, Path file, boolean dies)
      throws java.io.IOException {
    Random random = new Random(client);
    for (int i = 0; i < 120; i++) {
      String key = "k" + random.nextInt(3);
      Kind kind = Kind.values()[random.nextInt(4)];
      int argument = client * 1000 + i;
      write(file, "begin " + key + " " + kind + " " + argument + " " + System.nanoTime());
      if (dies && i == 80) {
        new Thread(() -> Runtime.getRuntime().halt(9)).start();
      }
      Integer result =
          switch (kind) {
            case GET -> dict.get(key);
            case PUT -> dict.put(key, argument);
            case REMOVE -> dict.remove(key);
            case INCREMENT -> dict.merge(key, 1, Integer::sum);
          };
      write(file, "end " + result + " " + System.nanoTime());
    }
  }

  private static void write(Path file, String line) throws java.io.IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Map<String, List<Event>> read() throws java.io.IOException {
    Map<String, List<Event>> histories = new HashMap<>();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("h")).toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i += 2) {
          String[] begin = lines.get(i).split(" ");
          Kind kind = Kind.valueOf(begin[2]);
          String[] end = i + 1 < lines.size() ? lines.get(i + 1).split(" ") : null;
          histories
              .computeIfAbsent(begin[1], key -> new ArrayList<>())
              .add(
                  new Event(
                      kind,
                      Long.parseLong(begin[4]),
                      end == null ? Long.MAX_VALUE : Long.parseLong(end[2]),
                      Integer.valueOf(begin[3]),
                      end == null ? null : number(end[1])));
        }
      }
    }
    return histories;
  }

  private static @Nullable Integer number(String text) {
    return text.equals("null") ? null : Integer.valueOf(text);
  }

  @Test
  void aLockIsHeldByOneAlthoughHoldersAreKilled() throws Exception {
    try (Manager manager = Multiprocessing.local().manager();
        Pool pool = Pool.create(3)) {
      SharedLock lock = manager.lock();
      SharedMap<String, Integer> inside = manager.dict();
      List<org.jvmpool.AsyncResult<Integer>> results = new ArrayList<>();
      for (int client = 0; client < 6; client++) {
        int self = client;
        results.add(
            pool.applyAsync(
                () -> {
                  int broken = 0;
                  for (int i = 0; i < 40; i++) {
                    lock.lock();
                    if (lock.wasAbandoned()) {
                      inside.remove("holder"); // what the dead one has left
                    }
                    if (inside.putIfAbsent("holder", self) != null) {
                      broken++;
                    }
                    if (self % 3 == 1 && i == 20) {
                      Runtime.getRuntime().halt(9);
                    }
                    if (!inside.remove("holder", self)) {
                      broken++;
                    }
                    lock.unlock();
                  }
                  return broken;
                }));
      }
      for (int client = 0; client < results.size(); client++) {
        int self = client;
        try {
          assertEquals(0, results.get(client).get(), "two held it at once");
        } catch (java.util.concurrent.ExecutionException killed) {
          assertEquals(1, self % 3, () -> "client died: " + killed);
        }
      }
      assertFalse(lock.isLocked());
    }
  }
}
