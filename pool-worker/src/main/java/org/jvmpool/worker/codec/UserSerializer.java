package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.jspecify.annotations.Nullable;
import org.jvmpool.spi.ValueSerializer;
import org.jvmpool.worker.codec.kryo.KryoSerializers;

/**
 * A serializer that a user brings, within bounds: it gets what it wrote, no byte more, and must
 * read all of it.
 *
 * <pre>
 * length of what follows (int) | what the serializer wrote
 * </pre>
 */
abstract class UserSerializer extends Serializer<Object> implements Layout {
  private final String name;

  private UserSerializer(Class<?> users) {
    this.name = users.getName();
  }

  /** One for a session: Kryo's serializers are for one thread at a time. */
  abstract UserSerializer forSession(Session session);

  abstract void writeValue(Kryo kryo, Output out, Object value) throws Exception;

  abstract @Nullable Object readValue(Kryo kryo, Input in, Class<?> type) throws Exception;

  /** Both sides must have found the same serializer. */
  @Override
  public int fingerprint() {
    return name.hashCode() | 1;
  }

  @Override
  public void write(Kryo kryo, Output out, Object value) {
    int start = out.position();
    out.writeInt(0);
    try {
      writeValue(kryo, out, value);
    } catch (Throwable e) {
      throw failure(value, value.getClass(), "write", e);
    }
    int end = out.position();
    out.setPosition(start);
    out.writeInt(end - start - 4);
    out.setPosition(end);
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<?> type) {
    int length = in.readInt();
    PlainValues.checkCount(length, in, 1);
    int end = in.position() + length;
    int limit = in.limit();
    in.setLimit(end);
    TravelReferences references = ((Session) kryo).references();
    int holes = references.holes();
    Object value;
    try {
      value = readValue(kryo, in, type);
    } catch (Throwable e) {
      throw failure(null, type, "read", e);
    } finally {
      in.setLimit(limit);
    }
    if (references.holes() > holes) {
      throw TravelReferences.cycle();
    }
    if (value == null) {
      throw new CannotTravel(type, "its serializer " + name + " read null", null);
    }
    if (in.position() != end) {
      throw new CannotTravel(
          type,
          "its serializer "
              + name
              + " read "
              + (in.position() - end + length)
              + " of the "
              + length
              + " bytes that it wrote",
          null);
    }
    return value;
  }

  /* What ran out of stack, room or memory, and what was refused further inside, is told as such. */
  private RuntimeException failure(
      @Nullable Object value, Class<?> type, String verb, Throwable thrown) {
    Codec.throwIfFatal(thrown);
    if (thrown instanceof StackOverflowError overflow) {
      throw overflow;
    }
    if (Codec.isOurs(thrown)) {
      return (RuntimeException) thrown;
    }
    String reason = "its serializer " + name + " failed to " + verb + " it: " + thrown;
    return value == null
        ? new CannotTravel(type, reason, thrown)
        : new CannotTravel(value, reason, thrown);
  }

  /** One that knows nothing of Kryo. */
  static final class OfValues extends UserSerializer {
    private final ValueSerializer<Object> users;

    @SuppressWarnings("unchecked")
    OfValues(ValueSerializer<?> users) {
      super(users.getClass());
      this.users = (ValueSerializer<Object>) users;
    }

    @Override
    UserSerializer forSession(Session session) {
      return this;
    }

    @Override
    void writeValue(Kryo kryo, Output out, Object value) throws Exception {
      users.write(value, new GraphOutput(kryo, out));
    }

    @Override
    @Nullable Object readValue(Kryo kryo, Input in, Class<?> type) throws Exception {
      return users.read(new GraphInput(kryo, in));
    }
  }

  /** One of Kryo's kind, made anew for each session. */
  static final class OfKryo extends UserSerializer {
    private final KryoSerializers users;
    private final Class<?> type;
    private final Serializer<Object> serializer;

    @SuppressWarnings("unchecked")
    OfKryo(KryoSerializers users, Class<?> type, Serializer<?> serializer) {
      super(serializer.getClass());
      this.users = users;
      this.type = type;
      this.serializer = (Serializer<Object>) serializer;
    }

    @Override
    UserSerializer forSession(Session session) {
      Serializer<?> fresh = users.serializerFor(session, type);
      return fresh == null ? this : new OfKryo(users, type, fresh);
    }

    @Override
    void writeValue(Kryo kryo, Output out, Object value) {
      serializer.write(kryo, out, value);
    }

    @Override
    @Nullable Object readValue(Kryo kryo, Input in, Class<?> type) {
      return serializer.read(kryo, in, type);
    }
  }

  /** Primitives as in any DataOutput; objects go on in the graph. */
  private static final class GraphOutput extends DataOutputStream implements ObjectOutput {
    private final Kryo kryo;
    private final Output graph;

    GraphOutput(Kryo kryo, Output graph) {
      super(graph);
      this.kryo = kryo;
      this.graph = graph;
    }

    @Override
    public void writeObject(@Nullable Object object) {
      kryo.writeClassAndObject(graph, object);
    }
  }

  private static final class GraphInput extends DataInputStream implements ObjectInput {
    private final Kryo kryo;
    private final Input graph;

    GraphInput(Kryo kryo, Input graph) {
      super(graph);
      this.kryo = kryo;
      this.graph = graph;
    }

    @Override
    public @Nullable Object readObject() {
      return kryo.readClassAndObject(graph);
    }
  }
}
