package org.jvmpool.worker;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** Classes whose own code calls itself while they are written: outside the codec's package. */
public final class Recursive {
  private Recursive() {}

  /** Without end. */
  public static final class Endless implements Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) throws IOException {
      if (out != null) {
        writeObject(out);
      }
    }
  }

  /** So often. */
  public static final class Often implements Serializable {
    private static final long serialVersionUID = 1L;
    private transient int times;

    public Often(int times) {
      this.times = times;
    }

    public int times() {
      return times;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeInt(counted(times));
    }

    private void readObject(ObjectInputStream in) throws IOException {
      times = counted(in.readInt());
    }

    private static int counted(int times) {
      return times == 0 ? 0 : 1 + counted(times - 1);
    }
  }
}
