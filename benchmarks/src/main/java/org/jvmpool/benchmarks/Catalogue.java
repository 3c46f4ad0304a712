package org.jvmpool.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** All rows of the table, for a scale. */
final class Catalogue {
  /** Two: the machine that the goals were set on has two cores. */
  static final int WORKERS = 2;

  /** The names of the values in {@code subject.Payloads}. */
  private static final List<String> PAYLOADS =
      List.of(
          "integer",
          "text",
          "long_text",
          "bytes",
          "ints",
          "integer_list",
          "map",
          "bean",
          "records",
          "orders");

  private final Scale scale;
  private final List<String> placements;

  /** {@code canBind}: whether processes can be bound to two different cores. */
  Catalogue(Scale scale, boolean canBind) {
    this.scale = scale;
    if (!canBind) {
      this.placements = List.of("free");
    } else if (scale == Scale.TINY) {
      this.placements = List.of("free", "apart"); // one that binds shows that binding works
    } else {
      this.placements = List.of("free", "together", "apart");
    }
  }

  List<Row> rows() {
    return List.of(
        apply(),
        throughput(),
        map(),
        imap(),
        startUp(),
        process(),
        socket(),
        payload(),
        serialize(),
        memory(),
        breakEven(),
        scaling(),
        locks(),
        queue(),
        pipe(),
        manager());
  }

  /** Each placement is compared with the same placement, never with another. */
  private Row apply() {
    int trips = scale.of(20_000, 50);
    List<Line> lines = new ArrayList<>();
    for (String placement : placements) {
      Contender raw = Contender.java("raw pipe, " + placement, "RawPipe", placement, 32, trips);
      // Two workers are bound to no core: with the caller they are three for two cores.
      for (int workers = 1; workers <= (placement.equals("free") ? WORKERS : 1); workers++) {
        String where = workers + ", " + placement;
        Contender python =
            Contender.python("Python, " + where, "round_trip", placement, workers, trips);
        for (String kind : List.of("function", "lambda")) {
          Contender ours =
              Contender.java(
                  "pool, " + kind + ", " + where, "RoundTrip", placement, kind, workers, trips);
          for (String percentile : List.of("p50", "p99")) {
            String measure =
                kind
                    + ", "
                    + workers
                    + (workers == 1 ? " worker, " : " workers, ")
                    + placement
                    + ", "
                    + percentile;
            String metric = percentile + "_ns";
            lines.add(ours.beside(raw, metric, measure).goal(Goal.atMost(2)));
            lines.add(ours.beside(python, metric, measure).goal(Goal.below(1)));
          }
        }
      }
    }
    return new Row("apply", "a warm round trip, " + trips + " in a row", lines);
  }

  private Row throughput() {
    int tasks = scale.of(50_000, 50);
    int repetitions = 5;
    Contender python = Contender.python("Python", "throughput", WORKERS, tasks, repetitions);
    List<Line> lines = new ArrayList<>();
    for (String kind : List.of("function", "lambda")) {
      Contender ours =
          Contender.java("pool, " + kind, "Throughput", kind, WORKERS, tasks, repetitions);
      lines.add(ours.beside(python, "warm_per_s", kind + ", warm").goal(Goal.atLeast(5)));
      lines.add(ours.beside(python, "cold_per_s", kind + ", cold"));
    }
    return new Row("throughput", "applyAsync of " + tasks + " trivial tasks, all collected", lines);
  }

  private Row map() {
    int items = scale.of(2_000_000, 1000);
    Contender ours = Contender.java("pool", "MapNumbers", WORKERS, items, 5);
    Contender python = Contender.python("Python", "map_numbers", WORKERS, items, 5);
    return new Row(
        "map",
        "map of " + items + " integers, default chunk",
        List.of(
            ours.beside(python, "warm_ns", "warm").goal(Goal.below(1)),
            ours.beside(python, "cold_ns", "cold").goal(Goal.below(1))));
  }

  private Row imap() {
    int items = scale.of(100_000, 100);
    List<Line> lines = new ArrayList<>();
    for (int chunk : new int[] {1, 100}) {
      Contender ours =
          Contender.java("pool, chunk " + chunk, "ImapNumbers", WORKERS, items, chunk, 4);
      Contender python =
          Contender.python("Python, chunk " + chunk, "imap_numbers", WORKERS, items, chunk, 4);
      lines.add(ours.beside(python, "warm_ns", "chunk " + chunk + ", warm").goal(Goal.below(1)));
      lines.add(ours.beside(python, "cold_ns", "chunk " + chunk + ", cold"));
    }
    return new Row("imap", "imap of " + items + " integers, consumed to the end", lines);
  }

  private Row startUp() {
    int repetitions = scale.of(20, 3);
    Contender inside = Contender.java("pool", "StartUp", WORKERS, repetitions);
    Contender outside = Contender.java("pool, program", "OneApply", WORKERS);
    Contender nothing = Contender.java("JVM that does nothing", "Nothing");
    List<Line> lines = new ArrayList<>();
    for (String method : List.of("fork", "spawn", "forkserver")) {
      Contender python =
          Contender.python("Python, " + method, "start_up", method, WORKERS, repetitions);
      lines.add(inside.beside(python, "later_ns", "create to first result"));
      lines.add(inside.beside(python, "first_ns", "create to first result, first pool"));
    }
    for (String method : List.of("fork", "spawn", "forkserver")) {
      Contender python =
          Contender.python("Python program, " + method, "one_apply", method, WORKERS);
      lines.add(outside.beside(python, ChildRun.WALL, "whole program with one apply"));
    }
    lines.add(outside.beside(nothing, ChildRun.WALL, "whole program with one apply"));
    return new Row("startup", "pool of " + WORKERS + " workers, started", lines);
  }

  private Row process() {
    int repetitions = scale.of(20, 3);
    Contender version = Contender.java("java -version", "ProcessStart", "version", repetitions);
    Contender cold = Contender.java("process, cold", "ProcessStart", "cold", repetitions);
    Contender spare = Contender.java("process, spare", "ProcessStart", "spare", repetitions);
    List<Line> lines = new ArrayList<>();
    lines.add(spare.beside(version, "later_ns", "from a spare").goal(Goal.atMost(0.1)));
    lines.add(cold.beside(version, "later_ns", "cold").goal(Goal.atMost(3)));
    for (String method : List.of("fork", "spawn", "forkserver")) {
      Contender python =
          Contender.python("Python, " + method, "process_start", method, repetitions);
      lines.add(spare.beside(python, "later_ns", "from a spare"));
      lines.add(cold.beside(python, "later_ns", "cold"));
    }
    return new Row("process", "a process, from start to its first statement", lines);
  }

  private Row socket() {
    int trips = scale.of(20_000, 50);
    Contender ours = Contender.java("connection", "SocketPingPong", "connection", trips);
    Contender raw = Contender.java("raw socket", "SocketPingPong", "raw", trips);
    return new Row(
        "socket",
        "one byte there and back over a Unix domain socket, " + trips + " in a row",
        List.of(ours.beside(raw, "p50_ns", "p50"), ours.beside(raw, "p99_ns", "p99")));
  }

  private Row payload() {
    List<Line> lines = new ArrayList<>();
    String placement = placements.contains("apart") ? "apart" : "free";
    int[][] sizesAndTrips = {
      {1 << 10, 20_000}, {1 << 16, 4_000}, {1 << 20, 200}, {1 << 24, 20}, {1 << 26, 8}
    };
    for (int[] pair : sizesAndTrips) {
      int size = pair[0];
      int trips = scale.of(pair[1], 2);
      String label = size < 1 << 20 ? (size >> 10) + " KiB" : (size >> 20) + " MiB";
      Contender ours = Contender.java("pool, " + label, "PayloadEcho", placement, size, trips);
      Contender raw = Contender.java("raw pipe, " + label, "RawPipe", placement, size, trips);
      Contender python =
          Contender.python("Python, " + label, "payload_echo", placement, size, trips);
      lines.add(ours.beside(raw, "echo_bytes_per_s", label));
      lines.add(ours.beside(python, "echo_bytes_per_s", label).goal(Goal.above(1)));
    }
    return new Row(
        "payload",
        "byte[] there and back, 1 worker, placement " + placement + ", payload counted once",
        lines);
  }

  /** Without a pool: a value to an array of bytes and back. */
  private Row serialize() {
    int milliseconds = scale.of(1_000, 1);
    Contender ours = Contender.java("codec", "Serialize", "codec", milliseconds);
    List<Contender> peers =
        List.of(
            Contender.java("plain Kryo", "Serialize", "kryo", milliseconds),
            Contender.java("Java serialization", "Serialize", "java", milliseconds),
            Contender.python("Python pickle", "serialize", milliseconds));
    List<Line> lines = new ArrayList<>();
    for (String payload : PAYLOADS) {
      for (Contender peer : peers) {
        String measure = payload.replace('_', ' ');
        lines.add(ours.beside(peer, payload + "_ns", measure + ", there and back"));
        lines.add(ours.beside(peer, payload + "_bytes", measure + ", size"));
      }
    }
    return new Row("serialize", "ten values to bytes and back, on one thread", lines);
  }

  private Row memory() {
    int idle = scale == Scale.TINY ? 10 : 2_000;
    Contender ours = Contender.java("pool", "IdleWorker", idle);
    List<Line> lines = new ArrayList<>();
    for (String method : List.of("fork", "spawn")) {
      Contender python = Contender.python("Python, " + method, "idle_worker", method, idle);
      lines.add(ours.beside(python, "private_dirty_bytes", "private dirty"));
      lines.add(ours.beside(python, "resident_bytes", "resident"));
    }
    return new Row("memory", "an idle worker, " + idle + " ms after its first task", lines);
  }

  private Row breakEven() {
    int budget = scale.of(200_000, 200);
    Contender all = Contender.java("pool", "BreakEven", WORKERS, budget, 3);
    List<Line> lines = new ArrayList<>();
    for (String way : List.of("apply_async", "map")) {
      lines.add(
          new Line(
              "shortest task that pays, " + way.replace("apply_async", "applyAsync"),
              all,
              way + "_break_even_ns",
              all,
              "executor_break_even_ns",
              Goal.NONE));
    }
    return new Row(
        "breakeven",
        WORKERS + " workers against one thread; the peer is an executor of " + WORKERS + " threads",
        lines,
        List.of(
            new Row.Grid(
                all,
                "elapsed time per task",
                List.of("1us", "3us", "10us", "30us", "100us", "300us", "1000us", "10000us"),
                List.of("thread", "executor", "apply_async", "map"),
                "WAY_LABEL_ns")));
  }

  private Row scaling() {
    Contender ours =
        Contender.java("pool", "Mandelbrot", WORKERS, scale.of(1200, 200), scale.of(800, 40), 1000);
    Contender python =
        Contender.python(
            "Python", "mandelbrot", WORKERS, scale.of(500, 100), scale.of(300, 40), 300);
    return new Row(
        "scaling",
        "rows of the Mandelbrot set, chunk 1",
        List.of(
            new Line(
                WORKERS + " workers against one thread",
                ours,
                "pool_ns",
                ours,
                "inline_ns",
                Goal.below(1)),
            new Line(
                WORKERS + " workers against " + WORKERS + " threads",
                ours,
                "pool_ns",
                ours,
                "executor_ns",
                Goal.NONE),
            ours.beside(python, "scaling_x", "one process to " + WORKERS + " workers")));
  }

  private Row locks() {
    int times = scale.of(1_000_000, 1_000);
    Contender alone = Contender.java("shared memory", "Locking", times);
    Contender pythonAlone = Contender.python("Python", "locking", times);
    int contended = scale.of(300_000, 300);
    Contender both = Contender.java("shared memory, 2 processes", "ContendedLock", contended);
    Contender pythonBoth = Contender.python("Python, 2 processes", "contended_lock", contended);
    return new Row(
        "locks",
        "a lock and an integer that processes share",
        List.of(
            alone
                .beside(pythonAlone, "lock_ns", "lock and unlock, uncontended")
                .goal(Goal.atMost(0.5)),
            alone
                .beside(pythonAlone, "increment_ns", "increment, beside one under its lock")
                .goal(Goal.atMost(0.2)),
            alone.beside(pythonAlone, "locked_increment_ns", "increment under its lock"),
            both.beside(pythonBoth, "locked_per_s", "contended by two processes")
                .goal(Goal.atLeast(1))));
  }

  private Row queue() {
    int integers = scale.of(500_000, 500);
    int arrays = scale.of(20_000, 50);
    int size = 1 << 16;
    return new Row(
        "queue",
        "one process puts, another takes",
        List.of(
            Contender.java("queue, integers", "QueueStream", "integers", integers, 0)
                .beside(
                    Contender.python("Python, integers", "queue_stream", "integers", integers, 0),
                    "item_per_s",
                    "integers")
                .goal(Goal.atLeast(5)),
            Contender.java("queue, arrays", "QueueStream", "arrays", arrays, size)
                .beside(
                    Contender.python("Python, arrays", "queue_stream", "arrays", arrays, size),
                    "array_bytes_per_s",
                    "arrays of 64 KiB, at most 64")
                .goal(Goal.atLeast(3))));
  }

  private Row pipe() {
    int trips = scale.of(20_000, 50);
    List<Line> lines = new ArrayList<>();
    for (String placement : placements) {
      Contender ours = Contender.java("pipe, " + placement, "PingPong", placement, "pipe", trips);
      Contender raw =
          Contender.java("raw socket, " + placement, "PingPong", placement, "socket", trips);
      Contender python = Contender.python("Python, " + placement, "ping_pong", placement, trips);
      for (String percentile : List.of("p50", "p99")) {
        String measure = placement + ", " + percentile;
        lines.add(ours.beside(raw, percentile + "_ns", measure).goal(Goal.atMost(1.3)));
        lines.add(ours.beside(python, percentile + "_ns", measure).goal(Goal.below(1)));
      }
    }
    return new Row("pipe", "one byte there and back between two JVMs", lines);
  }

  private Row manager() {
    int trips = scale.of(20_000, 50);
    List<Line> lines = new ArrayList<>();
    for (String placement : placements) {
      Contender ours =
          Contender.java("dict get, " + placement, "ManagerCalls", "get", placement, trips);
      Contender raw =
          Contender.java("raw socket, " + placement, "PingPong", placement, "socket", trips);
      Contender python =
          Contender.python("Python get, " + placement, "manager_calls", "get", placement, trips);
      String measure = "dict get, " + placement + ", p50";
      lines.add(ours.beside(raw, "p50_ns", measure).goal(Goal.atMost(1.25)));
      lines.add(ours.beside(python, "p50_ns", measure).goal(Goal.atMost(1)));
    }
    lines.add(
        besidePython("clients", "clients", scale.of(5_000, 20), "call_per_s", "8 new clients"));
    lines.add(
        besidePython("warm-clients", "clients", scale.of(5_000, 20), "call_per_s", "8 clients")
            .goal(Goal.atLeast(4)));
    lines.add(
        besidePython("merge", "merge", scale.of(10_000, 20), "merge_per_s", "merge, 2 processes")
            .goal(Goal.atLeast(3)));
    lines.add(
        besidePython(
            "memory", "memory", scale.of(1_000_000, 100_000), "entries_bytes", "String to Long"));
    int starts = scale.of(5, 1);
    lines.add(besidePython("start", "start-fork", starts, "start_ns", "start"));
    lines.add(besidePython("start", "start-spawn", starts, "start_ns", "start"));
    return new Row("manager", "a dict of a manager", lines);
  }

  private static Line besidePython(
      String what, String peer, int times, String metric, String measure) {
    return Contender.java("manager, " + what, "ManagerCalls", what, "free", times)
        .beside(
            Contender.python("Python, " + peer, "manager_calls", peer, "free", times),
            metric,
            measure);
  }
}
