package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Gate;
import org.jvmpool.impl.testkit.Stacks;
import org.jvmpool.impl.testkit.Tasks;

/** Pools that are ended at any moment of their life end in their budget and leave nothing. */
@Stress
class PoolEndsTest {
  private static final Duration BUDGET = Duration.ofSeconds(10);
  private static final Duration FINITE_WORK = Duration.ofSeconds(60);

  /** What a pool is in the middle of when it is ended. */
  enum Moment {
    STARTING,
    IDLE,
    BUSY,
    QUEUED,
    IN_FLIGHT
  }

  private static Moment moment(int number) {
    int kind = number % 25;
    return kind == 0
        ? Moment.IN_FLIGHT
        : kind < 6
            ? Moment.QUEUED
            : kind < 12 ? Moment.BUSY : kind < 16 ? Moment.IDLE : Moment.STARTING;
  }

  private static List<String> descriptors() throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      for (Path fd : fds.toList()) {
        try {
          open.add(Files.readSymbolicLink(fd).toString());
        } catch (IOException closedMeanwhile) {
          // Of the listing itself.
        }
      }
    }
    return open;
  }

  /** Makes a pool, uses it, ends it; returns how long the end took. */
  private static Duration live(Moment moment, boolean terminate, Path dir, Random random)
      throws Exception {
    Pool pool = Pool.builder().workers(1 + random.nextInt(2)).maxHeap("256m").build();
    List<AsyncResult<?>> results = new ArrayList<>();
    Gate gate = Gate.in(dir);
    switch (moment) {
      case STARTING -> {
        for (int i = random.nextInt(5); i > 0; i--) {
          results.add(pool.applyAsync(Tasks::square, i));
        }
        Thread.sleep(random.nextInt(400));
      }
      case IDLE -> pool.map(Tasks::square, Tasks.upTo(random.nextInt(500)));
      case BUSY -> {
        results.add(pool.applyAsync(() -> gate.pass(1)));
        gate.awaitArrivals(1);
      }
      case QUEUED -> {
        results.add(pool.applyAsync(() -> gate.pass(1)));
        for (int i = 0; i < 10_000; i++) {
          results.add(pool.applyAsync(Tasks::square, i));
        }
      }
      case IN_FLIGHT -> {
        byte[] piece = new byte[4 << 20];
        for (int i = 0; i < 16; i++) {
          results.add(pool.applyAsync(bytes -> bytes, piece));
        }
        Thread.sleep(random.nextInt(500));
      }
    }
    long start = System.nanoTime();
    if (terminate) {
      pool.terminate();
      assertTrue(pool.join(BUDGET), () -> moment + " not ended after " + BUDGET + dump());
    } else {
      pool.shutdown();
      gate.open();
      assertTrue(pool.join(FINITE_WORK), () -> moment + " not closed" + dump());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    gate.open();
    for (AsyncResult<?> result : results) {
      try {
        result.get(Duration.ofSeconds(1));
      } catch (ExecutionException e) {
        if (!terminate || !(e.getCause() instanceof PoolTerminatedException)) {
          throw e;
        }
      } catch (TimeoutException e) {
        throw new AssertionError(moment + " ended without a result" + dump(), e);
      }
    }
    return took;
  }

  private static String dump() {
    return "\n" + Stacks.ofThisJvm() + Stacks.ofChildren();
  }

  @Test
  void nothingIsLeftWhenAPoolIsEndedAtAnyMoment(@TempDir Path dir) throws Exception {
    int pools = Load.times(500);
    Load load = Load.of("pools ended at any moment");
    live(Moment.IDLE, false, dir, load.random(1)); // opens what stays open
    List<String> before = descriptors();
    Map<Moment, Duration> closed = new EnumMap<>(Moment.class);
    Map<Moment, Duration> terminated = new EnumMap<>(Moment.class);
    AtomicInteger done = new AtomicInteger();
    ExecutorService users = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> lives = new ArrayList<>();
      for (int i = 0; i < pools; i++) {
        int number = i;
        lives.add(
            users.submit(
                () -> {
                  Moment moment = moment(number);
                  boolean terminate = number / 25 % 2 == 0 ? number % 3 != 0 : number % 3 == 0;
                  Duration took = live(moment, terminate, dir, load.random(number));
                  Map<Moment, Duration> longest = terminate ? terminated : closed;
                  synchronized (longest) {
                    longest.merge(moment, took, (a, b) -> a.compareTo(b) > 0 ? a : b);
                  }
                  return done.incrementAndGet();
                }));
      }
      for (Future<?> life : lives) {
        life.get();
      }
    } finally {
      users.shutdownNow();
      load.figure("pools", done)
          .figure("longest terminate", terminated)
          .figure("longest close", closed)
          .figure("descriptors before", before.size())
          .figure("after", descriptors().size())
          .print();
    }
    Eventually.holds(
        () -> {
          List<String> left = descriptors();
          before.forEach(left::remove);
          // Jars of classes that were first needed meanwhile stay open.
          left.removeIf(open -> open.endsWith(".jar") || open.startsWith("/usr/lib/jvm"));
          assertTrue(left.size() <= 3, () -> "open descriptors: " + left);
        });
  }
}
