package org.jvmpool.worker.plain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jvmpool.shared.SharedByteArray;

/** What a session holds of an array of bytes. */
final class PlainByteArray extends ValueHandle<byte[]> implements SharedByteArray {
  private static final long serialVersionUID = 1;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(byte[].class);

  PlainByteArray(ValueCore<byte[]> core, Session session) {
    super(core, session);
  }

  static PlainByteArray of(int length) {
    return new PlainByteArray(
        new ValueCore<>("byte array", new byte[ValueCore.length(length)], PlainByteArray::new),
        Session.current());
  }

  @Override
  public int length() {
    return state().length;
  }

  @Override
  public byte get(int i) {
    return (byte) ELEMENT.getVolatile(state(), index(i, length()));
  }

  @Override
  public void set(int i, byte v) {
    ELEMENT.setVolatile(state(), index(i, length()), v);
  }

  @Override
  public void get(int i, byte[] into, int offset, int count) {
    Objects.requireNonNull(into, "into must not be null");
    checkRange(i, count);
    copy(state(), i, into, offset, count);
  }

  @Override
  public void set(int i, byte[] from, int offset, int count) {
    Objects.requireNonNull(from, "from must not be null");
    checkRange(i, count);
    copy(from, offset, state(), i, count);
  }

  private void checkRange(int i, int count) {
    int length = length();
    if (i < 0 || count < 0 || i > length - count) {
      throw new IndexOutOfBoundsException(
          core()
              + " of length "
              + length
              + " has no "
              + count
              + " elements from index "
              + i
              + " on");
    }
  }

  private static void copy(byte[] from, int start, byte[] into, int at, int count) {
    Objects.checkFromIndexSize(start, count, from.length);
    Objects.checkFromIndexSize(at, count, into.length);
    VarHandle.fullFence();
    System.arraycopy(from, start, into, at, count);
    VarHandle.fullFence();
  }

  @Override
  public String toString() {
    return isClosed() ? super.toString() : core() + " (" + length() + " elements)";
  }
}
