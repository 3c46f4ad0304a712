package org.jvmpool.impl.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Output;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvmpool.TaskFunction;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.EncodedFunction;
import org.jvmpool.worker.wire.AnswerMessage;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.FailureMessage;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.FunctionMessage;
import org.jvmpool.worker.wire.HelloMessage;
import org.jvmpool.worker.wire.LogMessage;
import org.jvmpool.worker.wire.OutputMessage;
import org.jvmpool.worker.wire.OverdueMessage;
import org.jvmpool.worker.wire.SetupMessage;
import org.jvmpool.worker.wire.TaskMessage;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * Bytes that are no frames, no messages and no values: they are read, or refused by an exception,
 * and never cost more memory than some multiple of what has arrived.
 */
@Stress
class FuzzedFramesTest {
  /** What reading may allocate: something for exceptions and sessions, and so much for a byte. */
  private static final long ALLOWANCE = 1 << 20;

  private static final long ALLOWANCE_EACH = 64;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final ClassLoader LOADER = FuzzedFramesTest.class.getClassLoader();

  record Point(int x, List<String> names, Map<Integer, int[]> more) {}

  static final class Bean {
    String text = "bean";
    int[][] grid = {{1, 2}, {3}};
    Object self = this;
    Object[] things = {1, 2L, "three", LocalDate.of(2020, 2, 2), null};
    List<Object> list = new ArrayList<>(List.of(1, "two", 3.0, List.of(4, 5)));
    Map<String, Object> map = new TreeMap<>(Map.of("a", 1, "b", new byte[3]));
  }

  /** Reads something; what it throws is what is tested. */
  private interface Reading {
    void read(byte[] bytes) throws Exception;
  }

  private static final Map<String, byte[]> WELL_FORMED = new TreeMap<>();
  private static final Map<String, Reading> READINGS = new TreeMap<>();

  private interface Writing {
    void write(Output out);
  }

  private static byte[] bytes(Writing writing) {
    Output out = new Output(64, -1);
    writing.write(out);
    return out.toBytes();
  }

  private static void kind(String name, byte[] wellFormed, Reading reading) {
    WELL_FORMED.put(name, wellFormed);
    READINGS.put(name, reading);
  }

  private static Throwable failure() {
    IllegalStateException failure =
        new IllegalStateException("outer", new IOException("inner", new Error("innermost")));
    failure.addSuppressed(new RuntimeException("beside"));
    return failure;
  }

  @BeforeAll
  static void describeMessages() {
    Codec codec = Codec.shared();
    FunctionMessage function = new FunctionMessage(new byte[] {1, 2, 3}, new byte[] {4}, 7);
    kind(
        "HelloMessage",
        bytes(new HelloMessage(1, "0.1", 17)::write),
        b -> HelloMessage.read(new BoundedInput(b)));
    kind(
        "SetupMessage",
        bytes(
            new SetupMessage(
                    "pool-1", 1, 4711, 1, 99, 99, "/dev/shm/x", true, function, "main", null)
                ::write),
        b -> SetupMessage.read(new BoundedInput(b)));
    kind("FunctionMessage", bytes(function::write), b -> FunctionMessage.read(new BoundedInput(b)));
    kind(
        "TaskMessage",
        bytes(new TaskMessage(TaskMessage.Call.MAP, 5_000_000, 3, new byte[] {1, 2})::write),
        b -> {
          TaskMessage.limitNanos(new Frame(FrameType.TASK, 0, 0, 1, b));
          TaskMessage.read(new BoundedInput(b));
        });
    kind(
        "AnswerMessage",
        bytes(out -> new AnswerMessage(5).writeAt(out, AnswerMessage.reserve(out))),
        b -> AnswerMessage.read(new BoundedInput(b)));
    kind(
        "FailureMessage",
        bytes(new FailureMessage(FailureMessage.Kind.SETUP)::write),
        b -> FailureMessage.read(new BoundedInput(b)));
    kind(
        "OverdueMessage",
        bytes(new OverdueMessage(new Exception().getStackTrace())::write),
        b -> OverdueMessage.read(new BoundedInput(b)));
    kind(
        "OutputMessage",
        bytes(new OutputMessage(List.of("one", "zwei – ü", ""))::write),
        b -> OutputMessage.read(new BoundedInput(b)));
    kind(
        "WantedMessage",
        bytes(new WantedMessage(WantedMessage.Kind.BROADCAST, 0, "key")::write),
        b -> WantedMessage.read(new BoundedInput(b)));
    kind(
        "LogMessage",
        bytes(new LogMessage(20, "a.B", "main", "text", Map.of("k", "v"), new byte[] {1})::write),
        b -> LogMessage.read(new BoundedInput(b)));
    Object[] values = {1, "two", null, List.of(3, 4), new Bean()};
    kind(
        "ChunkOutcome, all well",
        bytes(new ChunkOutcome(values, null)::write),
        b -> ChunkOutcome.read(new BoundedInput(b), LOADER));
    ChunkOutcome.Failure[] failures = new ChunkOutcome.Failure[5];
    failures[2] = new ChunkOutcome.Failure(FailureMessage.Kind.THREW, failure());
    kind(
        "ChunkOutcome, mixed",
        bytes(new ChunkOutcome(values, failures)::write),
        b -> ChunkOutcome.read(new BoundedInput(b), LOADER));
    List<Object> graphs =
        List.of(
            new Bean(),
            new Point(1, List.of("a", "b"), Map.of(1, new int[] {1})),
            new ArrayList<>(Arrays.asList(1, 2, 3)),
            new Object[][] {{1}, {"x", 2.0}},
            java.math.BigInteger.TEN.pow(40),
            java.util.EnumSet.allOf(Thread.State.class),
            new java.util.BitSet(40),
            new java.util.HashMap<>(Map.of("k", new long[] {1, 2})),
            new java.util.PriorityQueue<>(List.of(3, 1, 2)),
            new ConcurrentHashMap<>(Map.of("a", "b")),
            new StringBuilder("text"),
            (TaskFunction<Integer, Integer> & java.io.Serializable) x -> x + 1);
    for (Object graph : graphs) {
      kind(
          "value " + graph.getClass().getSimpleName(),
          bytes(out -> codec.encode(graph, out)),
          b -> codec.decode(new BoundedInput(b), LOADER));
    }
    kind(
        "value int[]",
        bytes(out -> codec.encode(new int[] {1, 2, 3}, out)),
        b -> codec.decode(new BoundedInput(b), LOADER));
    Object[] numbers = {1, 2, 3};
    kind(
        "run of numbers",
        bytes(out -> codec.encodeAll(numbers, 0, 3, out)),
        b -> codec.decodeAll(new BoundedInput(b), LOADER));
    kind(
        "run of anything",
        bytes(out -> codec.encodeAll(values, 0, values.length, out)),
        b -> codec.decodeAll(new BoundedInput(b), LOADER));
    kind(
        "throwable",
        bytes(out -> codec.encodeThrowable(failure(), out)),
        b -> codec.decodeThrowable(new BoundedInput(b), LOADER));
    int captured = 7;
    TaskFunction<Integer, Integer> lambda = x -> x + captured;
    EncodedFunction encoded = codec.encodeFunction(lambda);
    kind("shape", encoded.shape(), b -> codec.decodeShape(new BoundedInput(b), LOADER));
    kind(
        "captured",
        encoded.captured(),
        b ->
            codec
                .decodeShape(new BoundedInput(encoded.shape()), LOADER)
                .instantiate(new BoundedInput(b), LOADER));
  }

  /** Bytes like those, damaged in one of the ways in which bytes get damaged. */
  private static byte[] damaged(byte[] good, Random random) {
    byte[] bad = good.clone();
    int ways = 1 + random.nextInt(3);
    for (int i = 0; i < ways; i++) {
      int at = bad.length == 0 ? 0 : random.nextInt(bad.length);
      switch (random.nextInt(7)) {
        case 0 -> bad = Arrays.copyOf(bad, at);
        case 1 -> {
          if (bad.length > 0) {
            bad[at] ^= (byte) (1 << random.nextInt(8));
          }
        }
        case 2 -> {
          for (int j = at; j < bad.length && j < at + 5; j++) {
            bad[j] = (byte) 0xFF; // as a number: enormous, or negative
          }
        }
        case 3 -> {
          if (bad.length > 0) {
            bad[at] = (byte) random.nextInt(256);
          }
        }
        case 4 -> {
          byte[] noise = new byte[random.nextInt(200)];
          random.nextBytes(noise);
          bad = noise;
        }
        case 5 -> {
          byte[] enormous = {(byte) 0xF7, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07};
          System.arraycopy(enormous, 0, bad, at, Math.min(5, bad.length - at));
        }
        default -> {
          byte[] more = Arrays.copyOf(bad, bad.length + 1 + random.nextInt(20));
          System.arraycopy(bad, at, more, more.length - bad.length + at, bad.length - at);
          bad = more;
        }
      }
    }
    return bad;
  }

  private static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.length, 600); i++) {
      hex.append(String.format("%02x", bytes[i]));
    }
    return hex.toString();
  }

  /** What this thread has allocated by reading; an Error on the way fails the test. */
  private static long cost(String what, byte[] bytes, Reading reading) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reading.read(bytes);
    } catch (Exception refused) {
      // As it should be.
    } catch (Throwable error) {
      throw new AssertionError(what + " of " + hex(bytes), error);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void messagesAndValuesAreReadOrRefused() {
    Load load = Load.of("damaged messages and values");
    Random random = load.random(0);
    int cases = Load.times(100_000);
    Map<String, Long> most = new TreeMap<>();
    List<String> names = new ArrayList<>(WELL_FORMED.keySet());
    for (String name : names) {
      READINGS.get(name);
      cost(name, WELL_FORMED.get(name), READINGS.get(name));
    }
    List<String> complaints = new ArrayList<>();
    try {
      for (int i = 0; i < cases; i++) {
        String name = names.get(i % names.size());
        byte[] bytes = damaged(WELL_FORMED.get(name), random);
        long cost;
        try {
          cost = cost(name, bytes, READINGS.get(name));
        } catch (AssertionError e) {
          complaints.add(e.getMessage() + ": " + e.getCause());
          continue;
        }
        most.merge(name, cost, Math::max);
        if (cost > ALLOWANCE + ALLOWANCE_EACH * bytes.length) {
          complaints.add(name + " cost " + cost + " bytes: " + hex(bytes));
        }
      }
    } finally {
      load.figure("cases", cases).figure("most allocated", most).print();
    }
    assertEquals(List.of(), complaints.subList(0, Math.min(20, complaints.size())));
  }

  @Test
  void framesAreReadOrRefused() {
    Load load = Load.of("damaged streams of frames");
    Random random = load.random(0);
    int cases = Load.times(100_000);
    long frames = 0;
    long most = 0;
    try {
      for (int i = 0; i < cases; i++) {
        FrameBuffer buffer = new FrameBuffer();
        int count = random.nextInt(6);
        for (int j = 0; j < count; j++) {
          FrameType type = FrameType.values()[random.nextInt(FrameType.values().length)];
          byte[] payload =
              new byte[random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(40)];
          buffer.add(type, random.nextInt(2), random.nextInt(256), random.nextLong(), payload);
        }
        byte[] stream = damaged(buffer.take(), random);
        int[] read = {0};
        long cost =
            cost(
                "frames",
                stream,
                bytes -> {
                  boolean polls = random.nextBoolean();
                  FrameReader reader = new FrameReader(new Dribble(bytes, random));
                  while (true) {
                    if (polls) {
                      reader.poll();
                    }
                    if (reader.read() == null) {
                      break;
                    }
                    read[0]++;
                  }
                });
        frames += read[0];
        most = Math.max(most, cost);
        // A length is believed up to 1 MiB before anything of the payload has come.
        assertTrue(
            cost < (4 << 20) + 8L * stream.length, () -> "cost " + cost + ": " + hex(stream));
      }
    } finally {
      load.figure("streams", cases)
          .figure("whole frames", frames)
          .figure("most allocated", most)
          .print();
    }
  }

  /** A stream that gives what it has in pieces of any size. */
  private static final class Dribble extends ByteArrayInputStream {
    private final Random random;

    Dribble(byte[] bytes, Random random) {
      super(bytes);
      this.random = random;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, length == 0 ? 0 : 1 + random.nextInt(length));
    }
  }

  @Test
  void whatIsWellFormedIsRead() throws Exception {
    for (Map.Entry<String, byte[]> entry : WELL_FORMED.entrySet()) {
      READINGS.get(entry.getKey()).read(entry.getValue());
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    FrameBuffer buffer = new FrameBuffer();
    for (FrameType type : FrameType.values()) {
      buffer.add(type, 1, 2, 3, new byte[20_000]);
    }
    buffer.writeTo(all);
    FrameReader reader = new FrameReader(new ByteArrayInputStream(all.toByteArray()));
    for (FrameType type : FrameType.values()) {
      assertEquals(type, reader.read().type());
    }
  }
}
