package org.jvmpool.worker.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class SegmentTest {
  @TempDir Path temp;

  private final ClaimPage page = ClaimPage.inMemory(4);
  private SegmentWriter writer;
  private SegmentReader reader;
  private Path file;

  private void open(Path at) {
    file = at;
    writer = new SegmentWriter(file, page, ClaimPage.TO_PARENT);
    reader = new SegmentReader(file, page, ClaimPage.TO_PARENT);
  }

  @AfterEach
  void close() {
    writer.close();
    reader.close();
    assertFalse(Files.exists(file));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private boolean write(byte[] bytes) {
    return writer.write(bytes, 0, bytes.length);
  }

  @Test
  void carriesOnePayloadAfterTheOther() throws IOException {
    open(temp.resolve("s"));
    for (int length : new int[] {5 << 20, SegmentWriter.THRESHOLD, (2 << 20) + 12345}) {
      assertTrue(write(bytes(length)));
      assertArrayEquals(bytes(length), reader.read(length));
      assertFalse(Files.exists(file), "the reader removes the name");
    }
  }

  @Test
  void leavesSmallOnesToThePipe() {
    open(temp.resolve("s"));
    assertFalse(write(bytes(SegmentWriter.THRESHOLD - 1)));
    assertFalse(Files.exists(file));
  }

  @Test
  void takesNothingWhileTheLastWasNotRead() throws IOException {
    open(temp.resolve("s"));
    byte[] first = bytes(2 << 20);
    assertTrue(write(first));
    assertFalse(write(bytes(3 << 20)));
    assertArrayEquals(first, reader.read(first.length));
    assertTrue(write(bytes(3 << 20)));
  }

  @Test
  void withoutAPlaceThePipeHasToDo() {
    open(temp.resolve("no-such-directory").resolve("s"));
    assertFalse(write(bytes(2 << 20)));
    assertFalse(write(bytes(2 << 20)));
  }

  @Test
  void oneThatWasCutShortIsToldFromAWholeOne() throws IOException {
    open(temp.resolve("s"));
    assertTrue(write(bytes(2 << 20)));
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(1 << 20);
    }
    FrameException told = assertThrows(FrameException.class, () -> reader.read(2 << 20));
    assertEquals("the segment holds 1048576 of the 2097152 bytes of a payload", told.getMessage());
  }

  @Test
  void oneThatIsNotThereIsTold() {
    open(temp.resolve("s"));
    assertThrows(FrameException.class, () -> reader.read(2 << 20));
    page.filled(ClaimPage.TO_PARENT);
    assertThrows(FrameException.class, () -> reader.read(2 << 20));
    assertThrows(FrameException.class, () -> reader.read(-1));
    assertThrows(FrameException.class, () -> reader.read(Long.MAX_VALUE));
  }

  @Test
  void givesItsMemoryBackWhenItIsIdle() throws IOException {
    open(temp.resolve("s"));
    assertTrue(write(bytes(2 << 20)));
    writer.giveBack();
    assertTrue(writer.holdsMemory(), "too soon, and not read");
    reader.read(2 << 20);
    long start = System.nanoTime();
    while (writer.holdsMemory()) {
      LockSupport.parkNanos(10_000_000);
      writer.giveBack();
    }
    assertTrue(System.nanoTime() - start < 30_000_000_000L);
    assertTrue(write(bytes(3 << 20)));
    assertArrayEquals(bytes(3 << 20), reader.read(3 << 20));
  }

  @Test
  void isBehindAFrame() throws IOException {
    open(temp.resolve("s"));
    byte[] payload = bytes(2 << 20);
    FrameBuffer frames = new FrameBuffer();
    frames.add(FrameType.ANSWER, Frame.FAILED, 3, 42, payload);
    frames.moveInto(writer);
    assertTrue(frames.size() < 100);
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    frames.writeTo(pipe);
    FrameReader frameReader = new FrameReader(new ByteArrayInputStream(pipe.toByteArray()));
    frameReader.take(reader);
    Frame frame = frameReader.read();
    assertEquals("ANSWER frame (id 42, slot 3, 2097152 bytes)", frame.toString());
    assertTrue(frame.has(Frame.FAILED));
    assertArrayEquals(payload, frame.payload());
  }

  @Test
  void isRefusedByAReaderThatHasNone() throws IOException {
    open(temp.resolve("s"));
    FrameBuffer frames = new FrameBuffer();
    frames.addInSegment(FrameType.TASK, 0, 0, 1, 2 << 20);
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    frames.writeTo(pipe);
    FrameReader without = new FrameReader(new ByteArrayInputStream(pipe.toByteArray()));
    assertThrows(FrameException.class, without::read);
  }
}
