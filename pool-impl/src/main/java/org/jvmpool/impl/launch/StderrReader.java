package org.jvmpool.impl.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads a child's standard error, line by line, and keeps the tail. It is run by the child's stderr
 * thread, which {@link ChildJvm} starts, and ends at end of file or after {@link #stop()} once a
 * read returns.
 *
 * <p>A line longer than {@value #MAX_LINE} characters is delivered in pieces of that length. What
 * the consumer throws is dropped, since the child must not block on a full pipe.
 */
final class StderrReader {
  static final int MAX_LINE = 8 * 1024;
  static final int TAIL_LINES = 20;

  private final InputStream stream;
  private final Consumer<String> consumer;
  private final Set<String> noise;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean stopped;

  private final Deque<String> tail = new ArrayDeque<>(); // guarded by itself

  /**
   * A reader of one stream.
   *
   * @param noise lines that are dropped once each
   */
  StderrReader(InputStream stream, Consumer<String> consumer, Set<String> noise) {
    this.stream = stream;
    this.consumer = consumer;
    this.noise = new HashSet<>(noise);
  }

  /** Reads until the end of the stream or {@link #stop()}. */
  void readAll() {
    try (Reader reader = new InputStreamReader(stream, charset())) {
      StringBuilder line = new StringBuilder();
      char[] chunk = new char[MAX_LINE];
      int count;
      while (!stopped && (count = reader.read(chunk)) >= 0) {
        if (!stopped) {
          split(chunk, count, line);
        }
      }
      if (line.length() > 0) {
        deliver(line);
      }
    } catch (IOException e) {
      // The stream was closed under the reader: the same as its end.
    } finally {
      finished.countDown();
    }
  }

  private void split(char[] chunk, int count, StringBuilder line) {
    for (int i = 0; i < count; i++) {
      if (chunk[i] == '\n') {
        deliver(line);
      } else {
        line.append(chunk[i]);
        // One more than the limit, so that a line of exactly the limit is not followed by an empty
        // one, and no surrogate pair is cut.
        if (line.length() > MAX_LINE && !Character.isHighSurrogate(chunk[i])) {
          String rest = line.substring(MAX_LINE);
          line.setLength(MAX_LINE);
          deliver(line);
          line.append(rest);
        }
      }
    }
  }

  private void deliver(StringBuilder pending) {
    int length = pending.length();
    if (length > 0 && pending.charAt(length - 1) == '\r') {
      pending.setLength(length - 1);
    }
    String line = pending.toString();
    pending.setLength(0);
    if (noise.remove(line)) {
      return;
    }
    synchronized (tail) {
      if (tail.size() == TAIL_LINES) {
        tail.removeFirst();
      }
      tail.addLast(line);
    }
    try {
      consumer.accept(line);
    } catch (RuntimeException e) {
      // Whoever listens must not stop the reading.
    }
  }

  /** Makes the reader end when its current read returns; what comes after is dropped. */
  void stop() {
    stopped = true;
  }

  boolean isFinished() {
    return finished.getCount() == 0;
  }

  /** Waits for the end of the reading; false when the time passed or the thread was interrupted. */
  boolean awaitEnd(Duration limit) {
    try {
      return finished.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  List<String> tail() {
    synchronized (tail) {
      return new ArrayList<>(tail);
    }
  }

  /** What native code writes in. ASCII is widened to UTF-8, which contains it. */
  private static Charset charset() {
    String name = System.getProperty("native.encoding");
    try {
      Charset charset = name == null ? Charset.defaultCharset() : Charset.forName(name);
      return charset.name().equals("US-ASCII") ? java.nio.charset.StandardCharsets.UTF_8 : charset;
    } catch (IllegalArgumentException e) {
      return Charset.defaultCharset();
    }
  }
}
