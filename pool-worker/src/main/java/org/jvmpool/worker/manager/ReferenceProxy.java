package org.jvmpool.worker.manager;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.jvmpool.SerializableUnaryOperator;
import org.jvmpool.manager.SharedReference;

/** A variable as its clients see it. */
// What comes from the server has the type that was put there: null only where T may be null.
@SuppressWarnings({"unchecked", "NullAway"})
final class ReferenceProxy<T extends @Nullable Object> extends Proxy implements SharedReference<T> {
  private static final long serialVersionUID = 1;

  ReferenceProxy(RemoteObject remote) {
    super(remote);
  }

  @Override
  public T get() {
    return (T) remote().call(Op.VALUE_GET).value();
  }

  @Override
  public void set(T value) {
    remote().call(Op.VALUE_SET, value);
  }

  @Override
  public T update(SerializableUnaryOperator<T> fn) {
    Objects.requireNonNull(fn, "function must not be null");
    if (remote().runsFunctions()) {
      return (T) remote().callFunction(Op.VALUE_UPDATE, new Arguments.Function(fn)).value();
    }
    while (true) {
      Reply reply = remote().call(Op.VALUE_GET);
      Reply.Raw before = reply.raw();
      T now = fn.apply((T) reply.decode(before));
      if (remote().call(Op.VALUE_SWAP, before, now).truth()) {
        return now;
      }
    }
  }
}
