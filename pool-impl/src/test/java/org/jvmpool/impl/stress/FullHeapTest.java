package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.WorkerOutput;

/** A program whose heap another thread of it fills to the brim, again and again. */
@Stress
class FullHeapTest {
  private static final int TASKS = 150;

  /** Submits tasks, some of which end their worker, and counts how they end. */
  static final class Greedy {
    private static volatile boolean stop;

    private Greedy() {}

    public static void main(String[] args) throws Exception {
      Pool pool = Pool.builder().workers(2).maxHeap("32m").output(WorkerOutput.discard()).build();
      AtomicInteger told = new AtomicInteger();
      // What a program does for the first time, it has done before its heap is full.
      pool.applyAsync(Greedy::part, 1, v -> told.incrementAndGet(), e -> {}).get();
      try {
        pool.apply(Greedy::part, 50);
      } catch (RuntimeException e) {
        told.incrementAndGet();
      }
      Thread filler = new Thread(Greedy::fill);
      filler.setDaemon(true);
      filler.start();
      AsyncResult<?>[] results = new AsyncResult<?>[TASKS];
      int accepted = 0;
      for (int i = 1; i <= TASKS; i++) {
        try {
          results[accepted] =
              i % 3 == 0
                  ? pool.applyAsync(Greedy::part, i, v -> told.incrementAndGet(), e -> {})
                  : pool.applyAsync(Greedy::part, i);
          accepted++;
        } catch (RuntimeException | Error e) {
          // Refused for want of memory, or since the pool has broken down by that.
        }
      }
      int pending = 0;
      for (int i = 0; i < accepted; i++) {
        pending += ends(results[i]) ? 0 : 1;
      }
      stop = true;
      filler.join();
      pool.shutdown();
      System.out.println("pending " + pending);
      System.out.println("ended " + pool.join(Duration.ofSeconds(60)));
      System.exit(0);
    }

    private static boolean ends(AsyncResult<?> result) throws InterruptedException {
      while (true) {
        try {
          result.get(60, TimeUnit.SECONDS);
          return true;
        } catch (ExecutionException e) {
          return true;
        } catch (TimeoutException e) {
          return false;
        } catch (RuntimeException | Error e) {
          // It has ended, or there was no memory to wait for it.
          if (stop || result.isDone()) {
            return true;
          }
        }
      }
    }

    private static byte[] part(int number) {
      if (number % 50 == 0) {
        Runtime.getRuntime().halt(3);
      }
      return new byte[number % 10 == 0 ? 100_000 : 10];
    }

    private static void fill() {
      Random random = new Random(1);
      while (!stop) {
        Object[] chain = null;
        for (int size = 4096; size > 8 && !stop; ) {
          try {
            Object[] next = new Object[size];
            next[0] = chain;
            chain = next;
          } catch (OutOfMemoryError e) {
            size /= 8;
          }
        }
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(30));
        while (System.nanoTime() - until < 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
    }
  }

  @Test
  void eachTaskEndsThoughTheHeapIsKeptFull() throws Exception {
    List<String> out = Program.output(Greedy.class, "-Xmx40m", "-XX:+UseSerialGC");
    assertEquals(List.of("pending 0", "ended true"), out, out::toString);
  }
}
