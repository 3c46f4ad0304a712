package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.ThrowableNodes.Node;

/**
 * Throwables, in three tiers: the object itself where it can travel; else a RemoteThrowable with
 * all that was told of it; and if even the bytes make no sense, an exception that says so.
 *
 * <p>Causes and suppressed exceptions are separate nodes, each tried alone, so that one that cannot
 * travel costs no other its class. The first node is the root, the others follow in breadth.
 *
 * <pre>
 * bytes that follow (int) | nodes (varint) | each:
 *   class name | message or null | kind (0 told only, 1 object, 2 rebuilt by its message)
 *   | cause (varint: 0 none, else node + 1) | suppressed count (varint), nodes (varint each)
 *   | frames (varint), each: six texts by number, line (int)
 *   | kind 1 only: object length (varint), object, length (int), what it holds beside (a value)
 * </pre>
 */
final class Throwables {
  static final int TOLD = 0;
  static final int OBJECT = 1;
  static final int REBUILT = 2;

  private static final int MOST_NODES = 10_000;

  private final Codec codec;
  private final List<Throwable> nodes = new ArrayList<>();
  private final List<Integer> parents = new ArrayList<>();
  private final Map<Throwable, Integer> numbers = new IdentityHashMap<>();
  private final Map<@Nullable String, Integer> texts = new HashMap<>();

  private Throwables(Codec codec) {
    this.codec = codec;
  }

  /** Stands in the stream of one throwable for another. */
  record Link(int node) implements Serializable {}

  static void write(Codec codec, Throwable thrown, Output out) {
    int start = out.position();
    try {
      out.writeInt(0);
      new Throwables(codec).writeAll(thrown, out);
    } catch (Throwable e) {
      Codec.throwIfFatal(e);
      // Its own methods misbehave: what can be told without calling any.
      out.setPosition(start);
      out.writeInt(0);
      writeBare(thrown, out);
    }
    int end = out.position();
    out.setPosition(start);
    out.writeInt(end - start - 4);
    out.setPosition(end);
  }

  private static void writeBare(Throwable thrown, Output out) {
    out.writeVarInt(1, true);
    PlainValues.writeString(thrown.getClass().getName(), out);
    PlainValues.writeText(null, out);
    out.writeByte(TOLD);
    out.writeVarInt(0, true);
    out.writeVarInt(0, true);
    out.writeVarInt(0, true);
  }

  private void writeAll(Throwable root, Output out) {
    number(root, -1);
    List<@Nullable Throwable> causes = new ArrayList<>();
    List<Throwable[]> suppressed = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Throwable node = nodes.get(i);
      Throwable cause = told(node::getCause, null);
      Throwable[] others = told(node::getSuppressed, new Throwable[0]);
      causes.add(cause);
      suppressed.add(others);
      if (cause != null) {
        number(cause, i);
      }
      for (Throwable other : others) {
        number(other, i);
      }
    }
    out.writeVarInt(nodes.size(), true);
    for (int i = 0; i < nodes.size(); i++) {
      writeNode(i, causes.get(i), suppressed.get(i), out);
    }
  }

  private void number(Throwable thrown, int parent) {
    if (nodes.size() < MOST_NODES && numbers.putIfAbsent(thrown, nodes.size()) == null) {
      nodes.add(thrown);
      parents.add(parent);
    }
  }

  private void writeNode(
      int number, @Nullable Throwable cause, Throwable[] suppressed, Output out) {
    Throwable node = nodes.get(number);
    String message = told(node::getMessage, null);
    PlainValues.writeString(node.getClass().getName(), out);
    PlainValues.writeText(message, out);
    int kindAt = out.position();
    out.writeByte(TOLD);
    out.writeVarInt(cause == null ? 0 : linkTo(cause, number) + 1, true);
    List<Integer> others = new ArrayList<>();
    for (Throwable other : suppressed) {
      int link = linkTo(other, number);
      if (link >= 0) {
        others.add(link);
      }
    }
    out.writeVarInt(others.size(), true);
    for (int other : others) {
      out.writeVarInt(other, true);
    }
    StackTraceElement[] frames = told(node::getStackTrace, new StackTraceElement[0]);
    writeFrames(frames, out);
    int kind = TOLD;
    if (node.getClass() == NullPointerException.class) {
      // The JVM words its message from the place where it was thrown, and only there.
      kind = REBUILT;
    } else if (writeObject(number, frames.length > 0, out)) {
      kind = OBJECT;
    }
    int end = out.position();
    out.setPosition(kindAt);
    out.writeByte(kind);
    out.setPosition(end);
  }

  /* The number of another throwable, or -1 for one that is not to be followed: a link back would
   * never end. */
  private int linkTo(Throwable other, int from) {
    Integer number = numbers.get(other);
    return number == null || isAbove(number, from) ? -1 : number;
  }

  /** Whether a node is another or the way from the root to it leads through the other. */
  private boolean isAbove(int other, int node) {
    int n = node;
    // Whoever is above has the smaller number.
    while (n > other) {
      n = parents.get(n);
    }
    return n == other;
  }

  private static <T extends @Nullable Object> T told(
      Supplier<? extends @Nullable T> method, T otherwise) {
    try {
      T value = method.get();
      return value == null ? otherwise : value;
    } catch (Throwable e) {
      Codec.throwIfFatal(e);
      return otherwise;
    }
  }

  private void writeFrames(StackTraceElement[] frames, Output out) {
    out.writeVarInt(frames.length, true);
    for (StackTraceElement frame : frames) {
      writeKnown(shownLoader(frame), out);
      writeKnown(frame.getModuleName(), out);
      writeKnown(shownVersion(frame), out);
      writeKnown(frame.getClassName(), out);
      writeKnown(frame.getMethodName(), out);
      writeKnown(frame.getFileName(), out);
      out.writeInt(frame.getLineNumber());
    }
  }

  /* A frame made by hand prints all it has; these leave out what the JVM would not print. */
  static @Nullable String shownLoader(StackTraceElement frame) {
    String name = frame.getClassLoaderName();
    return "app".equals(name) || "platform".equals(name) ? null : name;
  }

  static @Nullable String shownVersion(StackTraceElement frame) {
    String module = frame.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."))
        ? null
        : frame.getModuleVersion();
  }

  /** Writes a text by its number; a new one follows its number. */
  private void writeKnown(@Nullable String text, Output out) {
    Integer known = texts.putIfAbsent(text, texts.size());
    if (known == null) {
      out.writeVarInt(texts.size() - 1, true);
      PlainValues.writeText(text, out);
    } else {
      out.writeVarInt(known, true);
    }
  }

  /** Writes the object itself, or nothing if it cannot travel. */
  private boolean writeObject(int number, boolean framesTold, Output out) {
    int start = out.position();
    List<Object> held = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try {
      try (Stream stream = new Stream(bytes, held, number, framesTold)) {
        stream.writeObject(nodes.get(number));
      }
      out.writeVarInt(bytes.size(), true);
      out.writeBytes(bytes.toByteArray());
      int lengthAt = out.position();
      out.writeInt(0);
      codec.append(held.isEmpty() ? null : held.toArray(), out);
      int end = out.position();
      out.setPosition(lengthAt);
      out.writeInt(end - lengthAt - 4);
      out.setPosition(end);
      return true;
    } catch (Throwable e) {
      Codec.throwIfFatal(e);
      out.setPosition(start);
      return false;
    }
  }

  static Throwable read(Codec codec, Input in, ClassLoader loader) {
    int end = -1;
    try {
      int length = in.readInt();
      PlainValues.checkCount(length, in, 1);
      end = in.position() + length;
      int count = PlainValues.length(in, 6);
      Node[] nodes = new Node[count];
      List<@Nullable String> texts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        nodes[i] = Node.read(in, count, texts);
        if (nodes[i].kind() == OBJECT) {
          nodes[i].readHeld(codec, in, loader);
        }
      }
      return new ThrowableNodes(nodes, loader).root();
    } catch (Throwable e) {
      Codec.throwIfFatal(e);
      return Codec.decodeFailure("an exception of a task", e);
    } finally {
      if (end >= 0) {
        in.setPosition(end);
      }
    }
  }

  /**
   * Writes one throwable; the others it refers to stand as links. Its frames are told apart, unless
   * it would not tell them.
   */
  private final class Stream extends JavaStreams.Writer {
    private final int number;
    private final boolean framesTold;

    Stream(ByteArrayOutputStream out, List<Object> held, int number, boolean framesTold)
        throws IOException {
      super(out, false, held, object -> false);
      this.number = number;
      this.framesTold = framesTold;
    }

    @Override
    protected @Nullable Object replaceObject(@Nullable Object object) {
      Throwable self = nodes.get(number);
      if (object instanceof Throwable other && other != self) {
        Integer link = numbers.get(other);
        if (link != null) {
          // A cause that is the throwable itself means that it has none.
          return isAbove(link, number) ? self : new Link(link);
        }
      }
      if (framesTold && object instanceof StackTraceElement[] frames && frames.length > 1) {
        return new StackTraceElement[0];
      }
      if (object instanceof ArrayList<?> list && list.stream().anyMatch(this::isStrictlyAbove)) {
        // Suppressed exceptions, which may not contain the throwable itself.
        List<Object> rest = new ArrayList<>(list);
        rest.removeIf(this::isStrictlyAbove);
        return rest;
      }
      return super.replaceObject(object);
    }

    private boolean isStrictlyAbove(@Nullable Object object) {
      return object instanceof Throwable other
          && other != nodes.get(number)
          && numbers.containsKey(other)
          && isAbove(numbers.get(other), number);
    }
  }
}
