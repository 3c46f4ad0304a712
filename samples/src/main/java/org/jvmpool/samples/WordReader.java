package org.jvmpool.samples;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the words that start in a segment of a file, so that the segments of a file have each word
 * once: one that runs over the end of a segment belongs to it, and not to the next one.
 *
 * <p>A word is a run of ASCII letters and of bytes above 127, so words in UTF-8 stay whole; it is
 * given in lower case as far as its letters are ASCII.
 */
final class WordReader implements Closeable {
  private static final int END = -1;

  private final SeekableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);
  private final long to;
  private byte[] word = new byte[64];

  /* Where in the file the next byte stands. */
  private long position;

  WordReader(Path file, long from, long to) throws IOException {
    this.channel = Files.newByteChannel(file);
    this.to = to;
    if (from > 0) {
      position = from - 1;
      channel.position(position);
      skipWord();
    }
  }

  /** The next word, or an empty one at the end of the segment. */
  String next() throws IOException {
    int b = read();
    while (b != END && !isLetter(b) && position < to) {
      b = read();
    }
    if (b == END || !isLetter(b) || position > to) {
      return "";
    }
    int length = 0;
    while (b != END && isLetter(b)) {
      if (length == word.length) {
        word = Arrays.copyOf(word, 2 * length);
      }
      word[length++] = (byte) (b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b);
      b = read();
    }
    return new String(word, 0, length, StandardCharsets.UTF_8);
  }

  private void skipWord() throws IOException {
    int b = read();
    while (b != END && isLetter(b)) {
      b = read();
    }
  }

  private int read() throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      int count = channel.read(buffer);
      buffer.flip();
      if (count < 0) {
        return END;
      }
    }
    position++;
    return buffer.get() & 0xff;
  }

  private static boolean isLetter(int b) {
    return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b > 127;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
