package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferUnderflowException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.jvmpool.TaskSerializationException;

/**
 * Turns values, functions and throwables into bytes and back. Safe for all threads; keeps nothing
 * of its callers.
 *
 * <p>Outputs and inputs are backed by arrays. A value is written behind what the output holds
 * already, and if it cannot be written the output is as before. What is read ends where it ended
 * when it was written; what follows is the caller's.
 */
public final class Codec {
  static {
    KryoSettings.apply();
  }

  private static final Codec SHARED = new Codec();

  private static final String SMALLER = "send the name of a file, or smaller chunks";

  /* Tags above those of PlainValues. */
  private static final int GRAPH = 32;

  private final Graphs graphs = new Graphs();
  private final Functions functions = new Functions(this);

  private Codec() {}

  /**
   * The codec of this JVM.
   *
   * @return always the same one
   */
  public static Codec shared() {
    return SHARED;
  }

  /**
   * Appends a value.
   *
   * @param value any value that can travel, or null
   * @param out takes the bytes; unchanged on failure
   * @throws TaskSerializationException when the value cannot travel: names the class and the path
   *     of fields that leads to it, and says what to do
   */
  public void encode(@Nullable Object value, Output out) {
    int start = out.position();
    try {
      append(value, out);
    } catch (Throwable e) {
      int reached = out.position();
      out.setPosition(start);
      if (isTooLarge(e)) {
        throw tooLarge(typeOf(value) + " cannot travel", reached, out, e);
      }
      throw encodeFailure(value, e);
    }
  }

  /** Appends a value, throwing what comes. */
  void append(@Nullable Object value, Output out) {
    if (!PlainValues.write(value, out)) {
      out.writeByte(GRAPH);
      graphs.write(value, out);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param in stands at the first byte of the value
   * @param loader knows the classes of the value
   * @return a fresh copy of the value
   * @throws TaskSerializationException when the bytes are cut short or make no sense, or when a
   *     class is missing, differs, or refuses
   */
  public @Nullable Object decode(Input in, ClassLoader loader) {
    try {
      return take(in, loader);
    } catch (Throwable e) {
      throw decodeFailure("a value", e);
    }
  }

  /**
   * Reads what {@link #encode} wrote in a JVM that is not trusted: no object but those that cannot
   * hold others may be referred to twice, and objects are not nested deep, so that work and memory
   * are bounded by the number of bytes. Which classes may be named is for the loader to say: it
   * throws a LinkageError for others.
   *
   * @param in stands at the first byte of the value
   * @param loader knows the classes of the value
   * @return a fresh copy of the value
   * @throws TaskSerializationException as {@link #decode} does
   */
  public @Nullable Object decodeStrictly(Input in, ClassLoader loader) {
    try {
      int tag = in.readByte();
      return tag == GRAPH ? graphs.readStrictly(in, loader) : PlainValues.read(tag, in);
    } catch (Throwable e) {
      throw decodeFailure("a value", e);
    }
  }

  /**
   * Whether the value that comes next is null, a box or a string, which name no class and cannot be
   * changed.
   *
   * @param in stands at the first byte of the value; it stays there
   */
  public static boolean isPlainValue(Input in) {
    int start = in.position();
    int tag = in.readByte();
    in.setPosition(start);
    return tag >= 0 && tag < PlainValues.BYTES;
  }

  /** Reads a value, throwing what comes. */
  @Nullable Object take(Input in, ClassLoader loader) {
    int tag = in.readByte();
    return tag == GRAPH ? graphs.read(in, loader) : PlainValues.read(tag, in);
  }

  /**
   * Appends a run of items. Boxes of one type and strings are packed.
   *
   * @param items holds the run
   * @param from index of the first item
   * @param to index after the last item
   * @param out takes the bytes; unchanged on failure
   * @throws TaskSerializationException when an item cannot travel: says which
   */
  public void encodeAll(@Nullable Object[] items, int from, int to, Output out) {
    Objects.checkFromToIndex(from, to, items.length);
    int start = out.position();
    int i = from;
    try {
      int kind = PackedRuns.kindOf(items, from, to);
      out.writeByte(kind);
      out.writeVarInt(to - from, true);
      if (kind != PackedRuns.MIXED) {
        PackedRuns.write(kind, items, from, to, out);
        return;
      }
      for (; i < to; i++) {
        append(items[i], out);
      }
    } catch (Throwable e) {
      int reached = out.position();
      out.setPosition(start);
      if (isTooLarge(e)) {
        throw tooLarge((to - from) + " items cannot travel together", reached, out, e);
      }
      TaskSerializationException failure = encodeFailure(i < to ? items[i] : null, e);
      throw new TaskSerializationException(
          "item " + i + ": " + failure.getMessage(), failure.getCause());
    }
  }

  /**
   * Reads what {@link #encodeAll} wrote.
   *
   * @param in stands at the first byte of the run
   * @param loader knows the classes of the items
   * @return fresh copies of the items
   * @throws TaskSerializationException as {@link #decode} does
   */
  public @Nullable Object[] decodeAll(Input in, ClassLoader loader) {
    int i = 0;
    try {
      int kind = in.readByte();
      int count = in.readVarInt(true);
      if (kind != PackedRuns.MIXED) {
        return PackedRuns.read(kind, count, in);
      }
      PlainValues.checkCount(count, in, 1);
      @Nullable Object[] items = new Object[count];
      for (; i < count; i++) {
        items[i] = take(in, loader);
      }
      return items;
    } catch (Throwable e) {
      throw decodeFailure("item " + i, e);
    }
  }

  /**
   * Appends a throwable: its name, message, stack trace, causes and suppressed exceptions, and
   * beside them the object itself if it can travel. Throws nothing but a VirtualMachineError.
   *
   * @param thrown what a task threw
   * @param out takes the bytes
   */
  public void encodeThrowable(Throwable thrown, Output out) {
    Throwables.write(this, thrown, out);
  }

  /**
   * Reads what {@link #encodeThrowable} wrote. Throws nothing but a VirtualMachineError.
   *
   * @param in stands at the first byte
   * @param loader knows the classes of the throwables
   * @return a fresh object of the same class with the remote stack trace, or a {@link
   *     org.jvmpool.RemoteThrowable} in its place; if the bytes make no sense, the exception that
   *     says so
   */
  public Throwable decodeThrowable(Input in, ClassLoader loader) {
    return Throwables.read(this, in, loader);
  }

  /**
   * Takes a function apart into what each instance of it shares and what this one holds. For a
   * lambda that captures nothing this costs a look-up.
   *
   * @param function a lambda, a method reference or an object
   * @return its parts; the arrays are shared and must not be changed
   * @throws TaskSerializationException when the function cannot travel
   */
  public EncodedFunction encodeFunction(Object function) {
    Objects.requireNonNull(function, "function must not be null");
    try {
      return functions.encode(function);
    } catch (Throwable e) {
      throw encodeFailure(function, e);
    }
  }

  /**
   * Reads the shape of a function.
   *
   * @param in stands at the first byte of {@link EncodedFunction#shape()}
   * @param loader knows the classes of the function
   * @return makes instances of the function
   * @throws TaskSerializationException when the class of the function is missing, or was rebuilt
   *     under the running program
   */
  public FunctionShape decodeShape(Input in, ClassLoader loader) {
    try {
      return functions.decode(in, loader);
    } catch (Throwable e) {
      throw decodeFailure("a function", e);
    }
  }

  /**
   * Has the class of a function loaded and all found that {@link #decodeShape} needs of it, but
   * runs nothing of it.
   *
   * @throws TaskSerializationException as {@link #decodeShape}
   */
  public void lookUp(Input in, ClassLoader loader) {
    try {
      functions.lookUp(in, loader);
    } catch (Throwable e) {
      throw decodeFailure("a function", e);
    }
  }

  private static TaskSerializationException encodeFailure(@Nullable Object root, Throwable thrown) {
    throwIfFatal(thrown);
    if (thrown instanceof TaskSerializationException failure) {
      return failure;
    }
    String type = typeOf(root);
    if (thrown instanceof StackOverflowError overflow) {
      StackTraceElement place = OwnRecursion.place(overflow);
      return new TaskSerializationException(
          place != null
              ? type + " cannot travel: " + recursion(place)
              : type
                  + " cannot travel: its object graph is too deep even for a stack of 512 MiB; hold the"
                  + " objects in a list instead of linking each to the next",
          null);
    }
    CannotTravel refusal = find(thrown, CannotTravel.class);
    if (refusal != null) {
      return new TaskSerializationException(Explain.message(root, refusal), refusal.getCause());
    }
    if (isTooLarge(thrown)) {
      return new TaskSerializationException(
          type + " cannot travel: what it holds is larger than a message may be; " + SMALLER,
          thrown);
    }
    return new TaskSerializationException(type + " cannot travel: " + thrown, thrown);
  }

  private static String recursion(StackTraceElement place) {
    return "code of its own calls itself without end, or far too deep, at " + place;
  }

  /** Whether it is said already why something cannot travel or what is wrong with the bytes. */
  static boolean isOurs(Throwable thrown) {
    return thrown instanceof CannotTravel
        || thrown instanceof Malformed
        || thrown instanceof ClassNames.UnknownClass
        || thrown instanceof TaskSerializationException
        || thrown instanceof KryoException;
  }

  private static boolean isTooLarge(Throwable thrown) {
    return find(thrown, KryoBufferOverflowException.class) != null;
  }

  private static TaskSerializationException tooLarge(
      String what, int reached, Output out, Throwable thrown) {
    return new TaskSerializationException(
        what
            + ": larger than a message may be ("
            + inWords(out.getMaxCapacity())
            + "), which has "
            + reached
            + " bytes so far; "
            + SMALLER,
        thrown);
  }

  /** A size limit: "2 GiB", or as it is when it is small. */
  static String inWords(int bytes) {
    double gibibytes = bytes / (double) (1 << 30);
    return gibibytes < 1 ? bytes + " bytes" : Math.round(gibibytes) + " GiB";
  }

  private static String typeOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getTypeName();
  }

  static TaskSerializationException decodeFailure(String what, Throwable thrown) {
    throwIfFatal(thrown);
    if (thrown instanceof TaskSerializationException failure) {
      return failure;
    }
    CannotTravel refusal = find(thrown, CannotTravel.class);
    String reason;
    if (thrown instanceof StackOverflowError overflow) {
      StackTraceElement place = OwnRecursion.place(overflow);
      reason =
          place != null
              ? recursion(place)
              : "its object graph is too deep even for a stack of 512 MiB";
    } else if (refusal != null) {
      reason = refusal.type() + ": " + refusal.reason();
    } else if (find(thrown, KryoBufferUnderflowException.class) != null) {
      reason = "the bytes end too early";
    } else if (thrown instanceof Malformed || thrown instanceof ClassNames.UnknownClass) {
      reason = String.valueOf(thrown.getMessage());
    } else if (thrown instanceof KryoException) {
      reason = "the bytes make no sense: " + thrown.getMessage();
    } else {
      reason = thrown.toString();
    }
    // Our own signals say nothing that the message does not.
    Throwable cause = refusal != null ? refusal.getCause() : thrown;
    return new TaskSerializationException(
        what + " cannot be rebuilt: " + reason, cause instanceof Malformed ? null : cause);
  }

  /* A full stack is the object's fault; a full heap or a broken JVM is not. */
  static void throwIfFatal(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    int links = 0;
    for (Throwable t = thrown; t != null && links < 100; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
      links++;
    }
    return null;
  }
}
