package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;

/** What a manager has answered: values, read one after the other. For one thread. */
final class Reply {
  private final Input in;
  private final RemoteManager manager;

  Reply(byte[] bytes, RemoteManager manager) {
    this.in = new BoundedInput(bytes);
    this.manager = manager;
  }

  /**
   * A value as it stands in the manager, to be sent back as it is.
   *
   * @param held keeps what it refers to held
   */
  record Raw(@Nullable Object kept, List<RemoteObject> held) {
    static Raw of(@Nullable Object kept, RemoteManager manager) {
      List<RemoteObject> held = new ArrayList<>();
      for (long id : Kept.references(kept)) {
        held.add(manager.object(Kind.REGISTERED, id, null));
      }
      return new Raw(kept, held);
    }
  }

  @Nullable Object value() {
    return Kept.readValue(in, manager, loader(), false, true);
  }

  Raw raw() {
    Raw raw = Raw.of(Kept.read(in, loader()), manager);
    manager.holdings().received(Kept.references(raw.kept()));
    return raw;
  }

  @Nullable Object decode(Raw raw) {
    return Kept.value(raw.kept(), manager, loader(), false);
  }

  boolean truth() {
    return (Boolean) java.util.Objects.requireNonNull(value());
  }

  int number() {
    return (int) longNumber();
  }

  long longNumber() {
    return ((Number) java.util.Objects.requireNonNull(value())).longValue();
  }

  String text() {
    return (String) java.util.Objects.requireNonNull(value());
  }

  /** How many values follow. */
  int count() {
    return BoundedInput.readCount(in, 6);
  }

  /** Many values. */
  List<@Nullable Object> values() {
    int count = count();
    List<@Nullable Object> values = new ArrayList<>(count);
    try {
      while (values.size() < count) {
        values.add(value());
      }
    } catch (RuntimeException | Error e) {
      for (int i = values.size() + 1; i < count; i++) {
        raw(); // what it refers to has been given
      }
      throw e;
    }
    return values;
  }

  /** Many values, each as it stands in the manager. */
  List<Raw> raws() {
    int count = count();
    List<Raw> raws = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      raws.add(raw());
    }
    return raws;
  }

  /** Throws what the server has thrown, which is all that this answer holds. */
  Throwable failure() {
    return Crossing.during(manager, false, () -> Codec.shared().decodeThrowable(in, loader()));
  }

  @SuppressWarnings("unchecked")
  static <X extends Throwable> RuntimeException sneak(Throwable thrown) throws X {
    throw (X) thrown;
  }

  static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? Reply.class.getClassLoader() : context;
  }
}
