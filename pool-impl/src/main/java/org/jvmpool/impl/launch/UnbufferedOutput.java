package org.jvmpool.impl.launch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Flushes after each write, since a process's stream has a buffer that cannot be taken off. */
final class UnbufferedOutput extends FilterOutputStream {
  UnbufferedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    out.flush();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    out.flush();
  }
}
