package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.SerializableComparator;
import org.jvmpool.TaskFunction;

/** No JVM may print a warning because of us: a fresh one is asked. */
@Timeout(60)
class QuietTest {
  public static class Bean {
    public int open = 1;
    private final String closed = "c";
  }

  /** What the fresh JVM runs. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
      Output out = new Output(16, -1);
      int plus = 1;
      TaskFunction<Integer, Integer> lambda = x -> x + plus;
      List<Object> values = new ArrayList<>();
      values.add(new Bean());
      values.add(lambda);
      values.add(Map.of("k", Collections.synchronizedList(new ArrayList<>(List.of(new Bean())))));
      values.add(new EnumMap<>(Map.of(Thread.State.NEW, 1)));
      SerializableComparator<String> order = (a, b) -> b.compareTo(a);
      values.add(new TreeMap<>(order));
      values.add(new Object[] {new Exception("e")});
      Codec.shared().encode(values, out);
      Codec.shared().decode(new Input(out.toBytes()), Main.class.getClassLoader());
      out.reset();
      Codec.shared().encodeThrowable(new IllegalStateException("x", new Exception()), out);
      Codec.shared().decodeThrowable(new Input(out.toBytes()), Main.class.getClassLoader());
      Codec.shared().encodeFunction(lambda);
      Codec.shared().encodeFunction(new Bean());
    }
  }

  @Test
  void nothingIsPrintedOnAnyStream() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertEquals("", printed);
    assertEquals(0, process.waitFor());
  }
}
