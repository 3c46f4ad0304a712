package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;
import org.jvmpool.ProcessException;
import org.jvmpool.TaskException;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerLostException;
import org.jvmpool.WorkerOutput;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Stacks;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.worker.WorkerMain;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.wire.AnswerMessage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.FunctionMessage;
import org.jvmpool.worker.wire.HelloMessage;
import org.jvmpool.worker.wire.SetupMessage;
import org.jvmpool.worker.wire.TaskMessage;

/** A worker whose parent speaks nonsense ends; a pool whose workers do fails its tasks and ends. */
@Stress
class FuzzedPeersTest {
  private interface Writing {
    void write(Output out);
  }

  private static byte[] frame(FrameType type, int slot, long id, Writing payload) {
    FrameBuffer buffer = new FrameBuffer();
    payload.write(buffer.begin());
    buffer.end(type, 0, slot, id);
    return buffer.take();
  }

  private static byte[] join(byte[]... parts) {
    Output out = new Output(256, -1);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toBytes();
  }

  /** Some bits turned, some bytes overwritten, cut out or put in between, behind the first ones. */
  private static byte[] damaged(byte[] good, int from, Random random) {
    byte[] bad = good.clone();
    int wounds = 1 + random.nextInt(3);
    for (int i = 0; i < wounds; i++) {
      int at = from + random.nextInt(Math.max(1, bad.length - from));
      switch (random.nextInt(5)) {
        case 0 -> bad[Math.min(at, bad.length - 1)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> {
          for (int j = at; j < Math.min(bad.length, at + 5); j++) {
            bad[j] = (byte) 0xFF;
          }
        }
        case 2 -> bad = Arrays.copyOf(bad, Math.max(from + 1, at));
        case 3 -> {
          byte[] noise = new byte[1 + random.nextInt(300)];
          random.nextBytes(noise);
          bad = join(Arrays.copyOf(bad, at), noise, Arrays.copyOfRange(bad, at, bad.length));
        }
        default -> {
          int end = Math.min(bad.length, at + 1 + random.nextInt(8));
          bad = join(Arrays.copyOf(bad, at), Arrays.copyOfRange(bad, end, bad.length));
        }
      }
    }
    return bad;
  }

  private static <T> List<T> inParallel(int threads, List<Callable<T>> calls) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<T> all = new ArrayList<>();
      for (Future<T> one : executor.invokeAll(calls)) {
        all.add(one.get());
      }
      return all;
    } finally {
      executor.shutdownNow();
    }
  }

  // ---- a worker and what comes to it

  private static byte[] setup() {
    SetupMessage message =
        new SetupMessage(
            "fuzz", 0, 1, 1, ProcessHandle.current().pid(), 0, null, false, null, "main", null);
    return frame(FrameType.SETUP, 0, 0, message::write);
  }

  private static byte[] tasks() {
    byte[] shape = Codec.shared().encodeFunction((org.jvmpool.Task<Long>) Tasks::pid).shape();
    return join(
        frame(FrameType.FUNCTION, 0, 1, new FunctionMessage(shape, new byte[0], 0)::write),
        frame(
            FrameType.TASK,
            0,
            1,
            new TaskMessage(TaskMessage.Call.TASK, 1_000_000_000, 1, new byte[0])::write),
        frame(FrameType.RELEASE, 0, 0, out -> out.writeBytes(new byte[] {'x'})),
        frame(FrameType.FORGET, 0, 1, out -> {}));
  }

  private static Process worker(Path dir, ProcessBuilder.Redirect output) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-Dkryo.unsafe=false",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerMain.class.getName(),
            "stdio")
        .redirectError(Files.createTempFile(dir, "stderr", "").toFile())
        .redirectOutput(output)
        .start();
  }

  /** Feeds it and returns whether it ended with the pipe open still; it must end once it closes. */
  private static boolean feed(Path dir, byte[] bytes, Duration patience) throws Exception {
    Process worker = worker(dir, ProcessBuilder.Redirect.DISCARD);
    try {
      OutputStream in = worker.getOutputStream();
      boolean ended;
      try (in) {
        try {
          in.write(bytes);
          in.flush();
        } catch (IOException alreadyGone) {
          // It may end before it has read all.
        }
        ended = worker.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (IOException alreadyGone) {
        ended = true;
      }
      if (!worker.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "a worker lives on after " + hex(bytes) + "\n" + Stacks.ofChildren());
      }
      return ended;
    } finally {
      worker.destroyForcibly();
    }
  }

  private static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder();
    for (byte b : bytes) {
      hex.append(String.format("%02x", b));
    }
    return hex.toString();
  }

  @Test
  void aWorkerEndsWhenItsParentSpeaksNonsense(@TempDir Path dir) throws Exception {
    Load load = Load.of("workers fed with nonsense");
    Random random = load.random(0);
    int cases = Load.times(120);
    byte[] talk = join(setup(), tasks(), tasks());
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      byte[] bytes = damaged(talk, i % 3 == 0 ? 0 : setup().length, random);
      calls.add(() -> feed(dir, bytes, Duration.ofMillis(700)));
    }
    try {
      List<Boolean> ended = inParallel(4, calls);
      load.figure("ended by themselves", ended.stream().filter(e -> e).count());
    } finally {
      load.figure("workers", cases).print();
    }
  }

  @Test
  void aWorkerEndsByItselfOnWhatIsSurelyNonsense(@TempDir Path dir) throws Exception {
    byte[] enormous = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07};
    Map<String, byte[]> cases =
        Map.of(
            "no frame", new byte[40],
            "no set-up", frame(FrameType.TASK, 0, 1, out -> {}),
            "a set-up without content", frame(FrameType.SETUP, 0, 0, out -> {}),
            "a set-up that is cut", frame(FrameType.SETUP, 0, 0, out -> out.writeByte('p')),
            "no frame later", join(setup(), tasks(), new byte[40]),
            "an unknown type", join(setup(), new byte[] {0x4A, 0x50, 99}, new byte[40]),
            "a worker's frame", join(setup(), frame(FrameType.READY, 0, 0, out -> {})),
            "a function without content", join(setup(), frame(FrameType.FUNCTION, 0, 0, out -> {})),
            "a function that is too long",
                join(setup(), frame(FrameType.FUNCTION, 0, 0, out -> out.writeBytes(enormous))),
            "a limit that is cut",
                join(
                    setup(),
                    frame(FrameType.TASK, 0, 1, out -> out.writeBytes(new byte[] {0, -1, -1}))));
    List<Callable<Void>> calls = new ArrayList<>();
    cases.forEach(
        (name, bytes) ->
            calls.add(
                () -> {
                  assertTrue(feed(dir, bytes, Duration.ofSeconds(20)), name);
                  return null;
                }));
    inParallel(3, calls);
  }

  @Test
  void aWorkerWithoutAPageReportsATaskThatIsOverdueInAnySlot(@TempDir Path dir) throws Exception {
    byte[] shape = Codec.shared().encodeFunction((VoidTask) Tasks::linger).shape();
    Process worker = worker(dir, ProcessBuilder.Redirect.PIPE);
    try (OutputStream in = worker.getOutputStream()) {
      in.write(setup());
      in.write(frame(FrameType.FUNCTION, 0, 1, new FunctionMessage(shape, new byte[0], 0)::write));
      TaskMessage task = new TaskMessage(TaskMessage.Call.VOID, 300_000_000, 1, new byte[0]);
      in.write(frame(FrameType.TASK, 5, 77, task::write));
      in.flush();
      FrameReader reader = new FrameReader(worker.getInputStream());
      assertEquals(FrameType.HELLO, reader.read().type());
      assertEquals(FrameType.READY, reader.read().type());
      Frame overdue = reader.read();
      assertEquals(FrameType.OVERDUE, overdue.type());
      assertEquals(5, overdue.slot());
      assertEquals(77, overdue.id());
    } finally {
      worker.destroyForcibly();
    }
  }

  // ---- a pool and what comes to it

  /**
   * A Java whose launcher is a shell script: a worker that reads nothing and writes what stands in
   * the files {@code talk-1}, {@code talk-2} … of its home, the second one when {@code go} is
   * there.
   */
  private static Path javaThatSays(Path dir, byte[] first, byte[] second) throws IOException {
    Path home = Files.createTempDirectory(dir, "java");
    Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\n"
            + ("cd '" + home + "'\n")
            + "cat talk-1 >&4\n"
            + "while [ ! -e go ]; do sleep 0.02; done\n"
            + "cat talk-2 >&4\n"
            + "exec sleep 2\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17\"\n");
    Files.write(home.resolve("talk-1"), first);
    Files.write(home.resolve("talk-2"), second);
    return home;
  }

  private static byte[] hello() {
    return frame(FrameType.HELLO, 0, 0, new HelloMessage(HelloMessage.PROTOCOL, "0", 17)::write);
  }

  private static byte[] ready() {
    return frame(FrameType.READY, 0, 0, out -> {});
  }

  private static byte[] answer(int slot, long id, Object value) {
    return frame(
        FrameType.ANSWER,
        slot,
        id,
        out -> {
          new AnswerMessage(1000).writeAt(out, AnswerMessage.reserve(out));
          Codec.shared().encode(value, out);
        });
  }

  private static Pool pool(Path home) {
    return Pool.builder().workers(1).javaHome(home).output(WorkerOutput.discard()).build();
  }

  private static String ending(AsyncResult<?> result) throws InterruptedException {
    try {
      result.get(Duration.ofSeconds(40));
      return "a value";
    } catch (ExecutionException e) {
      assertInstanceOf(ProcessException.class, e.getCause());
      return e.getCause().getClass().getSimpleName();
    } catch (TimeoutException e) {
      throw new AssertionError("no result\n" + Stacks.ofThisJvm(), e);
    }
  }

  @Test
  void aPoolFailsItsTasksWhenItsWorkersSpeakNonsense(@TempDir Path dir) throws Exception {
    Load load = Load.of("pools with workers that speak nonsense");
    Random random = load.random(0);
    int cases = Load.times(200);
    Map<String, Integer> endings = new ConcurrentHashMap<>();
    byte[] stack =
        frame(
            FrameType.OVERDUE,
            0,
            1,
            new org.jvmpool.worker.wire.OverdueMessage(new Throwable().getStackTrace())::write);
    byte[] output =
        frame(
            FrameType.OUTPUT,
            0,
            0,
            new org.jvmpool.worker.wire.OutputMessage(List.of("line"))::write);
    byte[] wanted =
        frame(
            FrameType.WANTED,
            0,
            5,
            new org.jvmpool.worker.wire.WantedMessage(
                    org.jvmpool.worker.wire.WantedMessage.Kind.RESOURCE, 0, "no/such")
                ::write);
    byte[] skipped = frame(FrameType.SKIPPED, 0, 1, out -> {});
    List<byte[]> frames = List.of(stack, output, wanted, skipped, answer(0, 1, 5), ready());
    List<Callable<Void>> calls = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      boolean early = i % 4 == 0;
      boolean blocking = i % 3 == 0;
      byte[] talk = new byte[0];
      for (int j = 0; j < 3; j++) {
        talk = join(talk, frames.get(random.nextInt(frames.size())));
      }
      byte[] greeting = join(hello(), ready());
      byte[] first = early ? damaged(join(greeting, talk), 0, random) : greeting;
      // The end makes sure that it does not wait for the rest of a frame for ever.
      byte[] second = join(early ? talk : damaged(talk, 0, random), new byte[66_000]);
      calls.add(
          () -> {
            Path home = javaThatSays(dir, first, second);
            Pool pool = pool(home);
            try {
              AsyncResult<?> result = pool.applyAsync(() -> 7);
              AsyncResult<?> other = pool.applyAsync(() -> 8);
              Files.createFile(home.resolve("go"));
              // Workers that die after a second and never begin with a task are tried for ever.
              CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS).execute(pool::terminate);
              if (blocking) {
                try {
                  pool.apply(() -> 8);
                } catch (ProcessException | RejectedExecutionException e) {
                  // The pool's own exceptions: a reader's would be ours.
                  assertTrue(!(e instanceof TaskException), e.toString());
                }
              }
              endings.merge(ending(result), 1, Integer::sum);
              endings.merge(ending(other), 1, Integer::sum);
            } finally {
              pool.terminate();
              assertTrue(pool.join(Duration.ofSeconds(20)), "the pool does not end");
            }
            return null;
          });
    }
    try {
      inParallel(6, calls);
    } finally {
      load.figure("pools", cases).figure("endings", endings).print();
    }
  }

  @Test
  void answersBeforeTheNonsenseCount(@TempDir Path dir) throws Exception {
    byte[] behind = new byte[100];
    Path home = javaThatSays(dir, join(hello(), ready()), join(answer(0, 1, "the first"), behind));
    try (Pool pool = pool(home)) {
      AsyncResult<Object> first = pool.applyAsync(() -> null);
      AsyncResult<Object> second = pool.applyAsync(() -> null);
      Eventually.until(() -> pool.stats().running() == 1);
      Files.createFile(home.resolve("go"));
      assertEquals("the first", first.get(Duration.ofSeconds(20)));
      pool.terminate();
      assertTrue(!second.isCancelled());
    }
  }

  @Test
  void anAnswerThatIsNoneKillsTheWorkerAtOnce(@TempDir Path dir) throws Exception {
    List<byte[]> answers =
        List.of(
            frame(FrameType.ANSWER, 0, 1, out -> out.writeByte(1)),
            frame(FrameType.ANSWER, 4711, 1, out -> out.writeLong(1)),
            frame(FrameType.SKIPPED, -1, 1, out -> {}),
            frame(FrameType.OUTPUT, 0, 1, out -> out.writeInt(-1)),
            frame(FrameType.OVERDUE, 0, 1, out -> out.writeInt(-1)),
            frame(FrameType.WANTED, 0, 1, out -> out.writeInt(-1)),
            frame(FrameType.UNREADY, 0, 1, out -> out.writeInt(-1)),
            frame(FrameType.SETUP, 0, 1, out -> {}));
    for (boolean blocking : new boolean[] {false, true}) {
      for (byte[] bytes : answers) {
        Path home = javaThatSays(dir, join(hello(), ready()), bytes);
        try (Pool pool = pool(home)) {
          Eventually.until(() -> pool.workers().stream().anyMatch(w -> w.pid() != 0));
          if (blocking) {
            Thread go =
                new Thread(
                    () -> {
                      try {
                        Eventually.until(() -> pool.stats().running() == 1);
                        Files.createFile(home.resolve("go"));
                      } catch (IOException e) {
                        throw new AssertionError(e);
                      }
                    });
            go.start();
            try {
              pool.apply(() -> null);
              throw new AssertionError("a value came of " + hex(bytes));
            } catch (ProcessException e) {
              assertTrue(
                  e instanceof WorkerLostException || e instanceof org.jvmpool.PoolBrokenException,
                  e.toString());
            }
            go.join();
          } else {
            AsyncResult<Object> result = pool.applyAsync(() -> null);
            Eventually.until(() -> pool.stats().running() == 1);
            Files.createFile(home.resolve("go"));
            assertTrue(!ending(result).equals("a value"), hex(bytes));
          }
          pool.terminate();
        }
      }
    }
  }
}
