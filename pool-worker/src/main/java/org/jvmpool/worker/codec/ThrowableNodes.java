package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.RemoteThrowable;

/** Makes throwables from what {@link Throwables} wrote. */
final class ThrowableNodes {
  private final Node[] nodes;
  private final ClassLoader loader;
  private final @Nullable Throwable[] made;
  private final boolean[] busy;

  ThrowableNodes(Node[] nodes, ClassLoader loader) {
    this.nodes = nodes;
    this.loader = loader;
    this.made = new Throwable[nodes.length];
    this.busy = new boolean[nodes.length];
  }

  /* From the last to the first, since most links point forward: so a long chain of causes does not
   * become a deep stack. */
  Throwable root() {
    for (int i = nodes.length - 1; i > 0; i--) {
      make(i);
    }
    return make(0);
  }

  private Throwable make(int number) {
    Throwable known = made[number];
    if (known != null) {
      return known;
    }
    if (busy[number]) {
      throw new Malformed("exceptions that cause each other");
    }
    busy[number] = true;
    Throwable thrown = original(number);
    if (thrown == null) {
      thrown = standIn(number);
    }
    made[number] = thrown;
    busy[number] = false;
    return thrown;
  }

  private @Nullable Throwable original(int number) {
    Node node = nodes[number];
    try {
      Throwable thrown;
      if (node.kind == Throwables.REBUILT) {
        thrown = new NullPointerException(node.message);
        Throwable cause = linked(node.cause - 1);
        if (cause != null) {
          thrown.initCause(cause);
        }
        addSuppressed(thrown, node);
      } else if (node.kind == Throwables.OBJECT && node.held != null) {
        thrown = deserialized(node, node.held);
      } else {
        return null;
      }
      if (node.frames.length > 0 || node.kind == Throwables.REBUILT) {
        thrown.setStackTrace(node.frames);
      }
      return thrown;
    } catch (Throwable e) {
      Codec.throwIfFatal(e);
      return null;
    }
  }

  private Throwable deserialized(Node node, Object[] held)
      throws IOException, ClassNotFoundException {
    try (Stream stream = new Stream(node.object, held)) {
      return (Throwable) stream.readObject();
    }
  }

  private Throwable standIn(int number) {
    Node node = nodes[number];
    RemoteThrowable thrown =
        new RemoteThrowable(node.className, node.message, node.frames, linked(node.cause - 1));
    addSuppressed(thrown, node);
    return thrown;
  }

  private void addSuppressed(Throwable thrown, Node node) {
    for (int number : node.suppressed) {
      Throwable other = linked(number);
      if (other != null && other != thrown) {
        thrown.addSuppressed(other);
      }
    }
  }

  /** The throwable of a node, or null if there is none or it is being made. */
  private @Nullable Throwable linked(int number) {
    return number < 0 || busy[number] ? null : make(number);
  }

  /** Reads one throwable, in which others stand as links. */
  private final class Stream extends JavaStreams.Reader {
    Stream(byte[] bytes, Object[] held) throws IOException {
      super(bytes, loader, held);
    }

    @Override
    protected @Nullable Object resolveObject(@Nullable Object object) {
      return object instanceof Throwables.Link link
          ? make(link.node())
          : super.resolveObject(object);
    }
  }

  /** One throwable as it was told. */
  static final class Node {
    private final String className;
    private final @Nullable String message;
    private final int kind;
    private final int cause;
    private final int[] suppressed;
    private final StackTraceElement[] frames;
    private final byte[] object;
    // Null: the object came with something that this JVM cannot rebuild.
    private Object @Nullable [] held;

    private Node(Input in, int count, List<@Nullable String> texts) {
      className = PlainValues.readName(in);
      message = PlainValues.readText(in);
      kind = in.readByte();
      cause = checked(in.readVarInt(true), count + 1);
      suppressed = new int[PlainValues.length(in, 1)];
      for (int i = 0; i < suppressed.length; i++) {
        suppressed[i] = checked(in.readVarInt(true), count);
      }
      frames = new StackTraceElement[PlainValues.length(in, 10)];
      for (int i = 0; i < frames.length; i++) {
        frames[i] = frame(in, texts);
      }
      object = kind == Throwables.OBJECT ? in.readBytes(PlainValues.length(in, 1)) : new byte[0];
    }

    static Node read(Input in, int count, List<@Nullable String> texts) {
      return new Node(in, count, texts);
    }

    int kind() {
      return kind;
    }

    /** Reads what the object holds beside its stream. */
    void readHeld(Codec codec, Input in, ClassLoader loader) {
      int length = in.readInt();
      PlainValues.checkCount(length, in, 1);
      int end = in.position() + length;
      try {
        Object value = codec.take(in, loader);
        held = value instanceof Object[] array ? array : new Object[0];
      } catch (Throwable e) {
        Codec.throwIfFatal(e);
      } finally {
        in.setPosition(end);
      }
    }

    private static int checked(int number, int limit) {
      if (number < 0 || number >= limit) {
        throw new Malformed("refers to exception " + number + " of " + limit);
      }
      return number;
    }

    private static StackTraceElement frame(Input in, List<@Nullable String> texts) {
      String loaderName = text(in, texts);
      String moduleName = text(in, texts);
      String moduleVersion = text(in, texts);
      String className = text(in, texts);
      String method = text(in, texts);
      String file = text(in, texts);
      return new StackTraceElement(
          loaderName,
          moduleName,
          moduleVersion,
          String.valueOf(className),
          String.valueOf(method),
          file,
          in.readInt());
    }

    private static @Nullable String text(Input in, List<@Nullable String> texts) {
      int number = in.readVarInt(true);
      if (number == texts.size()) {
        texts.add(PlainValues.readText(in));
      }
      return texts.get(checked(number, texts.size()));
    }
  }
}
