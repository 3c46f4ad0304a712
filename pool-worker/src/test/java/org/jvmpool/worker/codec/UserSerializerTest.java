package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Task;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.spi.ValueSerializer;
import org.jvmpool.worker.codec.kryo.KryoSerializers;

/** Serializers that users bring, as services of the test's class path. */
@Timeout(60)
class UserSerializerTest {
  /** A class of somebody else: nothing can read its fields, since it holds a socket. */
  static class Meter {
    final ServerSocket socket;
    final Object label;
    final int port;

    Meter(Object label, int port) {
      this.label = label;
      this.port = port;
      try (ServerSocket closed = new ServerSocket()) {
        this.socket = closed;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static class BetterMeter extends Meter {
    BetterMeter(Object label, int port) {
      super(label, port);
    }
  }

  static final class BestMeter extends BetterMeter {
    BestMeter(int port) {
      super("best", port);
    }
  }

  public static final class MeterSerializer implements ValueSerializer<Meter> {
    @Override
    public Class<Meter> type() {
      return Meter.class;
    }

    @Override
    public boolean withSubclasses() {
      return true;
    }

    @Override
    public void write(Meter meter, ObjectOutput out) throws IOException {
      out.writeBoolean(meter instanceof BetterMeter);
      out.writeUTF("ä meter");
      out.writeInt(meter.port);
      out.writeObject(meter.label);
    }

    @Override
    public Meter read(ObjectInput in) throws IOException, ClassNotFoundException {
      boolean better = in.readBoolean();
      assertEquals("ä meter", in.readUTF());
      int port = in.readInt();
      Object label = in.readObject();
      return better ? new BetterMeter(label, port) : new Meter(label, port);
    }
  }

  public static final class BestMeterSerializer implements ValueSerializer<BestMeter> {
    @Override
    public Class<BestMeter> type() {
      return BestMeter.class;
    }

    @Override
    public void write(BestMeter meter, ObjectOutput out) throws IOException {
      out.writeShort(meter.port);
    }

    @Override
    public BestMeter read(ObjectInput in) throws IOException {
      return new BestMeter(in.readShort());
    }
  }

  /** A class of the JDK that is not Serializable. */
  public static final class BarrierSerializer implements ValueSerializer<CyclicBarrier> {
    @Override
    public Class<CyclicBarrier> type() {
      return CyclicBarrier.class;
    }

    @Override
    public void write(CyclicBarrier barrier, ObjectOutput out) throws IOException {
      out.writeLong(barrier.getParties());
    }

    @Override
    public CyclicBarrier read(ObjectInput in) throws IOException {
      return new CyclicBarrier((int) in.readLong());
    }
  }

  /** Its serializer misbehaves as the text says. */
  static final class Trouble {
    final String which;

    Trouble(String which) {
      this.which = which;
    }
  }

  public static final class TroubleSerializer implements ValueSerializer<Trouble> {
    @Override
    public Class<Trouble> type() {
      return Trouble.class;
    }

    @Override
    public void write(Trouble trouble, ObjectOutput out) throws IOException {
      if (trouble.which.equals("write")) {
        throw new IOException("no ink");
      }
      out.writeUTF(trouble.which);
      out.writeInt(4711);
      if (trouble.which.equals("thread")) {
        out.writeObject(Thread.currentThread());
      }
    }

    @Override
    public Trouble read(ObjectInput in) throws IOException {
      String which = in.readUTF();
      switch (which) {
        case "read" -> throw new IOException("no glasses");
        case "null" -> in.readInt();
        case "more" -> {
          in.readInt();
          in.readLong();
        }
        default -> {}
      }
      @SuppressWarnings("NullAway")
      Trouble read = which.equals("null") ? null : new Trouble(which);
      return read;
    }
  }

  /** For Kryo's kind of serializer. */
  static final class Temperature {
    double kelvin;
    StringJoiner closed = new StringJoiner(",");
  }

  public static final class TemperatureSerializers implements KryoSerializers {
    @Override
    public Serializer<?> serializerFor(Kryo kryo, Class<?> type) {
      return type == Temperature.class ? new TemperatureSerializer() : null;
    }
  }

  private static final class TemperatureSerializer extends Serializer<Temperature> {
    @Override
    public void write(Kryo kryo, Output out, Temperature temperature) {
      out.writeDouble(temperature.kelvin);
    }

    @Override
    public Temperature read(Kryo kryo, Input in, Class<? extends Temperature> type) {
      Temperature temperature = new Temperature();
      kryo.reference(temperature);
      temperature.kelvin = in.readDouble();
      return temperature;
    }
  }

  /** Goes through Java serialization and holds what only a user's serializer can write. */
  static final class Hooked implements Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial")
    Object held;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
    }
  }

  @Test
  void aClassThatCouldNotTravelDoes() {
    Meter copy = Travel.copy(new Meter("kitchen", 80));
    assertEquals("kitchen", copy.label);
    assertEquals(80, copy.port);
  }

  @Test
  void subclassesTravelIfTheSerializerSaysSoAndTheNearestIsTaken() {
    assertSame(BetterMeter.class, Travel.copy(new BetterMeter("b", 1)).getClass());
    assertEquals(7, Travel.copy(new BestMeter(7)).port);
    assertTrue(
        Travel.bytes(new BestMeter(7)).length < Travel.bytes(new BetterMeter("best", 7)).length);
  }

  @Test
  void whatItWritesIsPartOfTheGraph() {
    List<String> shared = new ArrayList<>(List.of("shared"));
    Meter meter = new Meter(shared, 1);
    List<Object> copy = Travel.copy(new ArrayList<>(List.of(meter, shared, meter)));
    assertSame(copy.get(0), copy.get(2));
    assertSame(copy.get(1), ((Meter) copy.get(0)).label);
    assertNotSame(shared, copy.get(1));
  }

  @Test
  void classesOfTheJdkMayHaveOne() {
    CyclicBarrier copy = Travel.copy(Map.of("barrier", new CyclicBarrier(3))).get("barrier");
    assertEquals(3, copy.getParties());
  }

  @Test
  void aSerializerOfKryosKindIsAskedToo() {
    Temperature temperature = new Temperature();
    temperature.kelvin = 273.15;
    List<Temperature> copy = Travel.copy(List.of(temperature, temperature));
    assertEquals(273.15, copy.get(0).kelvin);
    assertSame(copy.get(0), copy.get(1));
  }

  @Test
  void capturedAndHeldValuesUseItToo() throws Exception {
    Meter meter = new Meter("m", 5);
    Task<Integer> task = () -> meter.port + 1;
    assertEquals(6, Travel.function(task).call());
    Hooked hooked = new Hooked();
    hooked.held = new ArrayList<>(List.of(meter));
    Hooked copy = Travel.copy(hooked);
    assertEquals(5, ((Meter) ((List<?>) copy.held).get(0)).port);
  }

  @Test
  void aDeepGraphThroughASerializerTravels() {
    Object meter = "innermost";
    for (int i = 0; i < 20_000; i++) {
      meter = new Meter(meter, i);
    }
    Meter copy = (Meter) Travel.copy(meter);
    assertEquals(19_999, copy.port);
  }

  private static String failure(String which) {
    byte[] bytes = Travel.bytes(List.of(new Trouble(which), "what follows"));
    return assertThrows(
            TaskSerializationException.class,
            () -> Travel.CODEC.decode(new Input(bytes), Travel.LOADER))
        .getMessage();
  }

  @Test
  void oneThatMisbehavesFailsItsValueAndIsNamed() {
    String write = Travel.refusal(List.of(new Trouble("write")));
    assertTrue(write.contains("TroubleSerializer failed to write it"), write);
    assertTrue(write.contains("no ink"), write);
    assertTrue(failure("read").contains("no glasses"), () -> failure("read"));
    assertTrue(failure("null").contains("TroubleSerializer read null"), () -> failure("null"));
    assertTrue(
        failure("less").matches(".*TroubleSerializer read 6 of the 10 bytes.*"), failure("less"));
    assertTrue(failure("more").contains("TroubleSerializer failed to read it"), failure("more"));
    String thread = Travel.refusal(List.of(new Trouble("thread")));
    assertTrue(thread.contains("java.lang.Thread"), thread);
    assertEquals("x", Travel.copy("x"));
  }

  private static ClassLoader serving(Path dir, String... lines) throws IOException {
    Path file = dir.resolve("META-INF/services/" + ValueSerializer.class.getName());
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
    return new java.net.URLClassLoader(new java.net.URL[] {dir.toUri().toURL()}, Travel.LOADER);
  }

  /* A class of the JDK is looked for through the context class loader. */
  private static String refusedBy(ClassLoader loader, Object value) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return Travel.refusal(value);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  public static final class ListSerializer implements ValueSerializer<ArrayList<?>> {
    @Override
    @SuppressWarnings("unchecked")
    public Class<ArrayList<?>> type() {
      return (Class<ArrayList<?>>) (Class<?>) ArrayList.class;
    }

    @Override
    public void write(ArrayList<?> value, ObjectOutput out) {}

    @Override
    public ArrayList<?> read(ObjectInput in) {
      return new ArrayList<>();
    }
  }

  @Test
  void oneForAClassWithAFormOfItsOwnIsRefusedByName(@TempDir Path dir) throws Exception {
    String message =
        refusedBy(serving(dir, ListSerializer.class.getName()), new java.util.Timer(true));
    assertTrue(message.contains("ListSerializer"), message);
    assertTrue(message.contains("java.util.ArrayList travels cannot be replaced"), message);
  }

  public static final class OtherMeterSerializer implements ValueSerializer<CyclicBarrier> {
    @Override
    public Class<CyclicBarrier> type() {
      return CyclicBarrier.class;
    }

    @Override
    public void write(CyclicBarrier value, ObjectOutput out) {}

    @Override
    public CyclicBarrier read(ObjectInput in) {
      return new CyclicBarrier(1);
    }
  }

  @Test
  void twoForOneClassAreRefusedByName(@TempDir Path dir) throws Exception {
    ClassLoader loader = serving(dir, OtherMeterSerializer.class.getName());
    // A class that no session has met, so that the services are asked.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      var failure =
          assertThrows(
              java.util.ServiceConfigurationError.class,
              () -> UserSerializers.find(CyclicBarrier.class));
      assertTrue(failure.getMessage().contains("OtherMeterSerializer"), failure.getMessage());
      assertTrue(failure.getMessage().contains("BarrierSerializer"), failure.getMessage());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aValueWhoseOtherSideHasNoSerializerIsRefused() {
    byte[] bytes = Travel.bytes(new Meter("m", 1));
    // The same bytes as if another serializer had written them: its fingerprint is an int.
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("Meter") + 5;
    bytes[at] ^= 0x55;
    String message =
        assertThrows(
                TaskSerializationException.class,
                () -> Travel.CODEC.decode(new Input(bytes), Travel.LOADER))
            .getMessage();
    assertTrue(message.contains("serializer"), message);
    assertTrue(message.contains("class path"), message);
  }
}
