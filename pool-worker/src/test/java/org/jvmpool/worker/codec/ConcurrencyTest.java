package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.TaskFunction;
import org.jvmpool.TaskSerializationException;

@Timeout(120)
class ConcurrencyTest {
  record Item(int id, List<Map<String, Integer>> content) {}

  @Test
  void manyThreadsGetTheirOwnValues() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(32);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 32; t++) {
        int id = t;
        all.add(
            threads.submit(
                () -> {
                  work(id);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void work(int id) throws Exception {
    for (int i = 0; i < 1000; i++) {
      Item item = new Item(id, List.of(Map.of("k", i)));
      assertEquals(item, Travel.copy(item));
      int n = i;
      TaskFunction<Integer, Integer> f = x -> x + n;
      assertEquals(id + i, Travel.function(f).apply(id));
      if (ThreadLocalRandom.current().nextInt(20) == 0) {
        try {
          Travel.bytes(List.of(item, Thread.currentThread()));
          throw new AssertionError("not refused");
        } catch (TaskSerializationException expected) {
          continue;
        }
      }
    }
  }
}
