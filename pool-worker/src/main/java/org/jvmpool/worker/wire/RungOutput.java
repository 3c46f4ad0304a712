package org.jvmpool.worker.wire;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The sender's end of a pipe that tells on the {@link ClaimPage} how much was written, so that the
 * receiver sees without a system call whether there is something to read. For one writer at a time.
 */
public final class RungOutput extends FilterOutputStream {
  private @Nullable ClaimPage page;
  private int direction;
  private long written;

  public RungOutput(OutputStream out) {
    super(out);
  }

  /** From now on the page tells; what was written before counts. */
  public void ring(ClaimPage onPage, int thatDirection) {
    page = onPage;
    direction = thatDirection;
    onPage.wrote(thatDirection, written);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    wrote(1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    wrote(length);
  }

  private void wrote(int length) {
    written += length;
    if (page != null) {
      page.wrote(direction, written);
    }
  }
}
