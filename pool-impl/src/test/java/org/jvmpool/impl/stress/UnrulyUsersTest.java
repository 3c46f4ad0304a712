package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.jvmpool.AsyncResult;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.PoolBuilder;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.impl.testkit.Stacks;
import org.jvmpool.impl.testkit.Tasks;

/**
 * Users who do what they should not: callbacks that throw, block, submit, wait, close and
 * terminate; threads that are interrupted at any moment. Nothing hangs, and every result is over.
 */
@Stress
class UnrulyUsersTest {
  private static final int USERS = 6;

  private final AtomicInteger callbacks = new AtomicInteger();
  private final AtomicInteger interrupts = new AtomicInteger();
  private final AtomicInteger rejected = new AtomicInteger();
  private final AtomicInteger values = new AtomicInteger();
  private final AtomicInteger terminated = new AtomicInteger();

  /** Everything that was ever submitted with success. */
  private final Queue<AsyncResult<?>> all = new ConcurrentLinkedQueue<>();

  @Test
  void nothingHangsAndEveryResultIsOver() throws Exception {
    Load load = Load.of("unruly users");
    int rounds = Load.times(40);
    try {
      for (int round = 0; round < rounds; round++) {
        round(round, load.random(round));
      }
    } finally {
      load.figure("rounds", rounds)
          .figure("values", values)
          .figure("terminated", terminated)
          .figure("rejected", rejected)
          .figure("callbacks", callbacks)
          .figure("interrupts", interrupts)
          .print();
    }
  }

  private void round(int round, Random random) throws Exception {
    all.clear();
    Multiprocessing engine = round % 4 == 0 ? Multiprocessing.threads() : Multiprocessing.local();
    PoolBuilder builder = engine.poolBuilder().workers(2);
    if (random.nextBoolean()) {
      builder.maxPending(50);
    }
    Pool pool = builder.build();
    ExecutorService users = Executors.newFixedThreadPool(USERS + 1);
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    List<Future<?>> lives = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      Random own = new Random(random.nextLong());
      lives.add(
          users.submit(
              () -> {
                synchronized (threads) {
                  threads.add(Thread.currentThread());
                }
                use(pool, own, over);
                return null;
              }));
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(700));
    while (System.nanoTime() < end) {
      synchronized (threads) {
        if (!threads.isEmpty()) {
          threads.get(random.nextInt(threads.size())).interrupt();
          interrupts.incrementAndGet();
        }
      }
      Thread.sleep(random.nextInt(15));
    }
    // One in three rounds is ended by a callback, the others here, in one way or the other.
    switch (round % 3) {
      case 0 -> pool.shutdown();
      case 1 -> pool.terminate();
      default -> {
        try {
          all.add(pool.applyAsync(() -> 1, v -> pool.close(), e -> pool.terminate()));
        } catch (RejectedExecutionException e) {
          // A user's callback has ended it already.
        }
      }
    }
    over.set(true);
    for (Future<?> life : lives) {
      try {
        life.get(60, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("a user hangs" + dump(), e);
      }
    }
    users.shutdown();
    pool.shutdown(); // Idempotent, and harmless after terminate.
    assertTrue(pool.join(Duration.ofSeconds(60)), () -> "the pool does not end" + dump());
    // Results are collected after the pool has ended.
    for (AsyncResult<?> result : all) {
      assertTrue(result.ready(), () -> result + " is not over" + dump());
      try {
        result.get(Duration.ofSeconds(1));
        values.incrementAndGet();
      } catch (ExecutionException e) {
        assertTrue(e.getCause() instanceof PoolTerminatedException, () -> "" + e.getCause());
        terminated.incrementAndGet();
      } catch (CancellationException e) {
        // A user's.
      }
    }
  }

  private static String dump() {
    return "\n" + Stacks.ofThisJvm() + Stacks.ofChildren();
  }

  /** What one user does until the round is over. */
  private void use(Pool pool, Random random, AtomicBoolean over) {
    List<AsyncResult<Integer>> mine = new ArrayList<>();
    while (!over.get()) {
      try {
        int x = random.nextInt(1000);
        switch (random.nextInt(8)) {
          case 0 -> assertEquals(x * x, pool.<Integer, Integer>apply(Tasks::square, x));
          case 1 -> {
            List<Integer> squares = pool.map(Tasks::square, Tasks.upTo(50));
            assertEquals(49 * 49, squares.get(49));
          }
          case 2 -> {
            if (!mine.isEmpty()) {
              mine.remove(mine.size() - 1).get(Duration.ofSeconds(30));
            }
          }
          case 3 -> {
            if (!mine.isEmpty()) {
              mine.remove(0).cancel(random.nextInt(20) == 0);
            }
          }
          case 4 -> {
            try (var results = pool.imap(Tasks::square, Tasks.upTo(30), 3)) {
              // A pool that is closed meanwhile abandons what was not yet read.
              for (int i = 0; i < 20 && results.hasNext(); i++) {
                assertEquals(i * i, results.next());
              }
            }
          }
          default -> {
            AsyncResult<Integer> result =
                pool.applyAsync(
                    Tasks::square, x, callback(pool, random), e -> callbacks.incrementAndGet());
            mine.add(result);
            all.add(result);
          }
        }
      } catch (RejectedExecutionException e) {
        rejected.incrementAndGet();
        if (!Thread.interrupted()) {
          break;
        }
      } catch (InterruptedException | CancellationException e) {
        Thread.interrupted();
      } catch (ExecutionException | PoolTerminatedException e) {
        terminated.incrementAndGet();
      } catch (TimeoutException e) {
        throw new AssertionError("no result" + dump(), e);
      }
    }
    Thread.interrupted();
  }

  /** A callback that misbehaves. */
  private java.util.function.Consumer<Integer> callback(Pool pool, Random random) {
    int kind = random.nextInt(2000);
    return value -> {
      callbacks.incrementAndGet();
      if (kind < 100) {
        throw new IllegalStateException("a callback threw");
      } else if (kind < 120) {
        throw new StackOverflowError("a callback overflowed");
      } else if (kind < 140) {
        Thread.currentThread().interrupt();
      } else if (kind < 160) {
        try {
          Thread.sleep(20);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      } else if (kind < 300) {
        try {
          all.add(pool.applyAsync(Tasks::square, 3));
        } catch (RejectedExecutionException e) {
          rejected.incrementAndGet();
        }
      } else if (kind < 350) {
        try {
          pool.<Integer, Integer>apply(Tasks::square, 4);
        } catch (RejectedExecutionException | CancellationException | PoolTerminatedException e) {
          rejected.incrementAndGet();
        }
      } else if (kind == 350) {
        pool.close();
      } else if (kind == 351) {
        pool.terminate();
      }
    };
  }
}
