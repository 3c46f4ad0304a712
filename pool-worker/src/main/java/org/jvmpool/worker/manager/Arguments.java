package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Output;
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

  static void write(@Nullable Object[] arguments, RemoteManager manager, Output out) {
    for (Object argument : arguments) {
      if (argument instanceof Many many) {
        out.writeVarInt(many.values().length, true);
        for (Object value : many.values()) {
          Kept.writeValue(value, manager, out);
        }
      } else if (argument instanceof Function function) {
        writeFunction(function.function(), manager, out);
      } else if (argument instanceof Reply.Raw raw) {
        Kept.write(raw.kept(), out);
      } else {
        Kept.writeValue(argument, manager, out);
      }
    }
  }

  private static void writeFunction(Object function, RemoteManager manager, Output out) {
    EncodedFunction encoded =
        Crossing.during(manager, false, () -> Codec.shared().encodeFunction(function));
    new FunctionMessage(encoded.shape(), encoded.captured()).write(out);
  }
}
