package org.jvmpool.benchmarks.subject;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.MessageOutput;

/**
 * Values to an array of bytes and back, on one thread, without a pool: way ({@code codec}, {@code
 * kryo} or {@code java}), milliseconds for each value.
 */
final class Serialize {
  private static final int BATCHES = 9;

  private Serialize() {}

  /** A way to write and to read. */
  private interface Way {
    byte[] write(Object value) throws IOException;

    Object read(byte[] bytes) throws IOException, ClassNotFoundException;
  }

  public static void main(String[] args) throws IOException, ClassNotFoundException {
    Arguments arguments = new Arguments(args, 2);
    Way way =
        switch (arguments.text(0)) {
          case "codec" -> new OurCodec();
          case "kryo" -> new PlainKryo();
          case "java" -> new JavaSerialization();
          default -> throw new IllegalArgumentException("no such way: " + arguments.text(0));
        };
    long budget = arguments.number(1) * 1_000_000L;
    for (Map.Entry<String, Object> payload : Payloads.all().entrySet()) {
      Object value = payload.getValue();
      byte[] bytes = way.write(value);
      Expect.equal(Payloads.same(value, way.read(bytes)), true);
      Metric.print(payload.getKey() + "_bytes", bytes.length);
      // Warms up, and finds how often the value fits into a batch.
      long each = Math.max(1, budget / Math.max(1, trips(way, value, budget / 2)));
      trips(way, value, budget / 2);
      int trips = (int) Math.max(1, budget / (BATCHES * each));
      double[] taken = new double[BATCHES];
      for (int i = 0; i < BATCHES; i++) {
        long start = System.nanoTime();
        for (int j = 0; j < trips; j++) {
          way.read(way.write(value));
        }
        taken[i] = (System.nanoTime() - start) / (double) trips;
      }
      Metric.print(payload.getKey() + "_ns", Metric.median(taken, 0));
    }
  }

  /** How many times a value went there and back within some time, doubled. */
  private static long trips(Way way, Object value, long nanos)
      throws IOException, ClassNotFoundException {
    long end = System.nanoTime() + nanos;
    long trips = 0;
    do {
      way.read(way.write(value));
      trips++;
    } while (System.nanoTime() < end);
    return 2 * trips;
  }

  /** What a pool does with an argument and a result. */
  private static final class OurCodec implements Way {
    private final MessageOutput out = new MessageOutput(4096);

    @Override
    public byte[] write(Object value) {
      out.reset();
      Codec.shared().encode(value, out);
      return out.toBytes();
    }

    @Override
    public Object read(byte[] bytes) {
      Object copy = Codec.shared().decode(new BoundedInput(bytes), OurCodec.class.getClassLoader());
      return java.util.Objects.requireNonNull(copy);
    }
  }

  /** Kryo as its documentation begins, without registration and with references. */
  private static final class PlainKryo implements Way {
    private final Kryo kryo = new Kryo();
    private final Output out = new Output(4096, -1);

    PlainKryo() {
      kryo.setRegistrationRequired(false);
      kryo.setReferences(true);
      kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
      // Kryo has this serializer, and does not use it unless told: UUID's own fields are closed.
      kryo.addDefaultSerializer(
          java.util.UUID.class,
          new com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers.UUIDSerializer());
    }

    @Override
    public byte[] write(Object value) {
      out.reset();
      kryo.writeClassAndObject(out, value);
      return out.toBytes();
    }

    @Override
    public Object read(byte[] bytes) {
      return kryo.readClassAndObject(new Input(bytes));
    }
  }

  private static final class JavaSerialization implements Way {
    @Override
    public byte[] write(Object value) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(value);
      }
      return bytes.toByteArray();
    }

    @Override
    public Object read(byte[] bytes) throws IOException, ClassNotFoundException {
      try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
        return in.readObject();
      }
    }
  }
}
