package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Writes an object through Java serialization, for classes that take part in it themselves and for
 * those of the JDK, whose fields are closed.
 *
 * <p>What such an object holds and Java serialization cannot write goes through Kryo, beside the
 * stream, and is put in place as the stream is read. So a synchronized list may hold beans that are
 * not Serializable. What a container of the JDK holds always goes that way: it is faster, and what
 * is shared stays shared. So does what stands in the graph before the object. What comes again
 * after it alone is found when the graph is written for the second time ({@link
 * TravelReferences#torn}): the stream names it once more at its end, and from there on it has a
 * number as all others.
 *
 * <pre>
 * held count (varint) | held objects | named count (varint) | stream length (varint)
 *   | stream: the object, then what is named
 * </pre>
 */
final class JavaObjects extends Serializer<Object> {
  private final boolean container;

  JavaObjects(boolean container) {
    this.container = container;
  }

  /** For a class of the JDK. */
  static JavaObjects ofJdk(Class<?> type) {
    return new JavaObjects(isContainer(type));
  }

  private static boolean isContainer(Class<?> type) {
    return Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || Map.Entry.class.isAssignableFrom(type)
        || type == AtomicReference.class
        || type == AtomicReferenceArray.class
        // What List.of and the like become in a stream.
        || type.getName().equals("java.util.CollSer");
  }

  @Override
  public void write(Kryo kryo, Output out, Object object) {
    List<Object> held = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    TravelReferences references = ((Session) kryo).references();
    try (JavaStreams.Writer stream =
        new JavaStreams.Writer(bytes, container, held, references::isWritten)) {
      stream.writeObject(object);
      out.writeVarInt(held.size(), true);
      for (Object each : held) {
        kryo.writeClassAndObject(out, each);
      }
      int named = 0;
      for (Object each : stream.streamed()) {
        // What it holds beside may have brought it already.
        if (references.isSought(each) && !references.isWritten(each)) {
          stream.writeObject(each);
          references.addWrittenObject(each);
          named++;
        }
      }
      references.addStreamed(stream.streamed());
      out.writeVarInt(named, true);
    } catch (NotSerializableException e) {
      throw new CannotTravel(
          null,
          String.valueOf(e.getMessage()),
          "neither Java serialization nor Kryo can write it; make it Serializable",
          e);
    } catch (IOException e) {
      throw new CannotTravel(object, "its Java serialization failed: " + e, e);
    }
    out.writeVarInt(bytes.size(), true);
    out.writeBytes(bytes.toByteArray());
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<?> type) {
    Object[] held = new Object[PlainValues.length(in, 1)];
    TravelReferences references = ((Session) kryo).references();
    int holes = references.holes();
    for (int i = 0; i < held.length; i++) {
      held[i] = kryo.readClassAndObject(in);
    }
    if (references.holes() > holes) {
      // Whoever reads the object may copy its lists and arrays, holes and all.
      throw TravelReferences.cycle();
    }
    int named = PlainValues.length(in, 1);
    byte[] bytes = in.readBytes(PlainValues.length(in, 1));
    try (JavaStreams.Reader stream = new JavaStreams.Reader(bytes, kryo.getClassLoader(), held)) {
      Object object = stream.readObject();
      for (int i = 0; i < named; i++) {
        references.addRead(stream.readObject());
      }
      return object;
    } catch (IOException | ClassNotFoundException e) {
      throw new CannotTravel(type, "it cannot be rebuilt by Java serialization: " + e, e);
    }
  }
}
