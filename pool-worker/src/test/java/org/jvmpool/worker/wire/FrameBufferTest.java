package org.jvmpool.worker.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameBufferTest {
  private static final int MEBIBYTE = 1 << 20;

  private final FrameBuffer frames = new FrameBuffer();

  private void write(int payload) throws IOException {
    frames.add(FrameType.ANSWER, 0, 1, 1, new byte[payload]);
    frames.writeTo(OutputStream.nullOutputStream());
  }

  private byte[] buffer() {
    return frames.output().getBuffer();
  }

  @Test
  void whatGrewAboveAMebibyteIsDropped() throws Exception {
    write(MEBIBYTE);
    assertTrue(buffer().length < MEBIBYTE, buffer().length + " bytes are kept");
    write(MEBIBYTE);
    assertEquals(MEBIBYTE + FrameLayout.HEADER, sizeOfTheNext(MEBIBYTE));
  }

  private int sizeOfTheNext(int payload) {
    frames.add(FrameType.ANSWER, 0, 1, 1, new byte[payload]);
    return frames.take().length;
  }

  @Test
  void whatIsSmallerIsUsedAgain() throws Exception {
    write(MEBIBYTE / 4);
    byte[] before = buffer();
    assertTrue(before.length >= MEBIBYTE / 4);
    write(MEBIBYTE / 4);
    assertSame(before, buffer());
  }
}
