package org.jvmpool.worker;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.jvmpool.SerializableFunction;
import org.jvmpool.TaskBiFunction;
import org.jvmpool.TaskFunction;
import org.jvmpool.VoidTask;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.EncodedFunction;
import org.jvmpool.worker.codec.MessageOutput;
import org.jvmpool.worker.wire.ClaimPage;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.FunctionMessage;
import org.jvmpool.worker.wire.PrepareMessage;
import org.jvmpool.worker.wire.SetupMessage;
import org.jvmpool.worker.wire.TaskMessage;
import org.jvmpool.worker.wire.TaskMessage.Call;

/**
 * Where a training JVM begins: it lives the life of a worker on frames that it makes itself, so
 * that a JVM that is to write a class-data archive at its end has loaded what a worker loads. Its
 * argument is a file that it may use as claim page.
 *
 * <p>The main thread runs the tasks and ends the JVM by {@code System.exit(0)}. A daemon thread
 * halts it when standard input ends before that: who wants the archive is gone.
 */
public final class TrainingMain {
  private final Codec codec = Codec.shared();
  private final FrameBuffer frames = new FrameBuffer();
  private final ClaimPage claims;
  private int tasks;

  private TrainingMain(ClaimPage claims) {
    this.claims = claims;
  }

  public static void main(String[] args) throws Exception {
    Thread watch = new Thread(() -> haltAtTheEndOf(System.in), "jvmpool-training-watch");
    watch.setDaemon(true);
    watch.start();
    Class.forName(WorkerMain.class.getName());
    new HeadStart().start();
    Path page = Path.of(args[0]);
    TrainingMain training = new TrainingMain(ClaimPage.create(page, ClaimPage.SLOTS));
    byte[] script = training.script(page);
    ParentLink link = new ParentLink(new ByteArrayInputStream(script), new ByteArrayOutputStream());
    new WorkerLoop(link, Thread.currentThread()).run(new Standby(link).await());
  }

  private static void haltAtTheEndOf(InputStream parent) {
    try {
      while (parent.read() >= 0) {
        // Nobody says anything here.
      }
    } catch (IOException e) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(1);
  }

  private record Point(int x, int y) {}

  /** A bean, as users send them. */
  private static final class Bean {
    private final Map<String, Integer> counts = Map.of("one", 1);
    private final List<Object> values = new ArrayList<>(List.of(1, 2L, "three", 4.0));
    private final byte[] bytes = new byte[16];
  }

  /** What a parent would send: its set-up, functions and tasks of each kind, and goodbye. */
  private byte[] script(Path page) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    // What a process needs beside that.
    new PrepareMessage(false, List.of(), null).write(frames.begin());
    frames.end(FrameType.PREPARE, 0, 0, 0);
    new SetupMessage(
            "training", 0, self.pid(), 1, self.pid(), 0, page.toString(), false, null, "main", null)
        .write(frames.begin());
    frames.end(FrameType.SETUP, 0, 0, 0);

    int factor = 3;
    String word = "word";
    TaskFunction<Object, Object> identity = value -> value;
    TaskFunction<Integer, Integer> captures = value -> value * factor;
    TaskFunction<Integer, Object> capturesTwo = value -> word + factor;
    TaskFunction<Integer, Integer> prints =
        value -> {
          System.out.println("printed");
          System.err.print("printed");
          return value;
        };
    TaskFunction<Integer, Integer> fails =
        value -> {
          throw new IllegalStateException("failed", new IOException("cause"));
        };
    TaskBiFunction<Integer, Integer, Integer> sum = Integer::sum;
    VoidTask nothing = () -> {};

    for (Object value : new Object[] {1, "text", 2.5, new byte[32], new int[] {1}, null}) {
      task(Call.FUNCTION, identity, value);
    }
    task(Call.FUNCTION, identity, new Point(1, 2));
    task(Call.FUNCTION, identity, new Bean());
    task(Call.FUNCTION, identity, List.of("a", "b"));
    task(Call.FUNCTION, identity, (SerializableFunction<Integer, Integer>) value -> value + factor);
    task(Call.FUNCTION, identity, new Thread.State[] {Thread.State.NEW});
    task(Call.FUNCTION, captures, 7);
    task(Call.FUNCTION, capturesTwo, 7);
    task(Call.FUNCTION, prints, 7);
    task(Call.FUNCTION, fails, 7);
    task(Call.VOID, nothing, null);
    chunk(Call.MAP, captures, new Object[] {1, 2, 3}, null);
    chunk(Call.MAP, identity, new Object[] {"a", 1, new Point(3, 4)}, null);
    chunk(Call.MAP, fails, new Object[] {1}, null);
    chunk(Call.STARMAP, sum, new Object[] {1, 2}, new Object[] {3, 4});
    frames.begin();
    frames.end(FrameType.BYE, 0, 0, 0);
    return frames.take();
  }

  private void task(Call call, Object function, @Nullable Object argument) {
    Output out = function(call, function);
    if (call == Call.FUNCTION) {
      codec.encode(argument, out);
    }
    send(out);
  }

  private void chunk(
      Call call, Object function, @Nullable Object[] first, @Nullable Object @Nullable [] second) {
    Output out = function(call, function);
    codec.encodeAll(first, 0, first.length, out);
    if (second != null) {
      codec.encodeAll(second, 0, second.length, out);
    }
    send(out);
  }

  private Output function(Call call, Object function) {
    EncodedFunction encoded = codec.encodeFunction(function);
    int number = ++tasks;
    new FunctionMessage(encoded.shape(), null).write(frames.begin());
    frames.end(FrameType.FUNCTION, 0, 0, number);
    Output out = new MessageOutput(128);
    new TaskMessage(call, 0, number, encoded.captured()).write(out);
    return out;
  }

  private void send(Output task) {
    claims.offer(tasks, tasks);
    frames.add(FrameType.TASK, 0, tasks, tasks, task.toBytes());
  }
}
