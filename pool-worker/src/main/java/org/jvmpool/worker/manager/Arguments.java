package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.EncodedFunction;
import org.jvmpool.worker.wire.FunctionMessage;

/** Writes the arguments of a call. */
final class Arguments {
  private Arguments() {}

  /** Stands for many values. */
  record Many(Object[] values) {
    static Many of(Collection<?> values) {
      return new Many(values.toArray());
    }

    /** Keys and values by turns. */
    static Many of(Map<?, ?> map) {
      return new Many(
          map.entrySet().stream()
              .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
              .toArray());
    }
  }

  /** Stands for something to run in the server. */
  record Function(Object function) {}

  /** Returns to which objects of the manager they refer. */
  static long[] write(@Nullable Object[] arguments, RemoteManager manager, Output out) {
    long[] references = Crossing.NONE;
    for (Object argument : arguments) {
      if (argument instanceof Many many) {
        out.writeVarInt(many.values().length, true);
        for (Object value : many.values()) {
          references = both(references, Kept.writeValue(value, manager, out));
        }
      } else if (argument instanceof Function function) {
        references = both(references, writeFunction(function.function(), manager, out));
      } else if (argument instanceof Reply.Raw raw) {
        Kept.write(raw.kept(), out);
        references = both(references, Kept.references(raw.kept()));
      } else {
        references = both(references, Kept.writeValue(argument, manager, out));
      }
    }
    return references;
  }

  private static long[] both(long[] some, long[] others) {
    if (others.length == 0) {
      return some;
    }
    long[] all = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, all, some.length, others.length);
    return all;
  }

  private static long[] writeFunction(Object function, RemoteManager manager, Output out) {
    try (Crossing crossing = Crossing.enter(manager, false)) {
      EncodedFunction encoded = Codec.shared().encodeFunction(function);
      new FunctionMessage(encoded.shape(), encoded.captured()).write(out);
      return crossing.takeReferences();
    }
  }

  /** Whether a call with these, which has failed, may have stored some: code of users has run. */
  static boolean mayStoreThoughItFails(Op op, @Nullable Object[] arguments) {
    return op == Op.REGISTERED_CALL
        || op == Op.DICT_PUT_ALL
        || Arrays.stream(arguments).anyMatch(argument -> argument instanceof Function);
  }
}
