package org.jvmpool.impl.stress;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often each task of a test was run, counted by the tasks themselves: a file that all processes
 * have mapped, one number a task, changed atomically. Tasks capture it.
 */
final class RunCounts implements Serializable {
  private static final long serialVersionUID = 1;
  private static final VarHandle NUMBER =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final Map<String, ByteBuffer> MAPPED = new ConcurrentHashMap<>();

  private final String file;
  private final int tasks;

  RunCounts(Path file, int tasks) {
    this.file = file.toString();
    this.tasks = tasks;
    map();
  }

  /** For a task: it runs. */
  void count(int task) {
    NUMBER.getAndAdd(buffer(), task * Integer.BYTES, 1);
  }

  int of(int task) {
    return (int) NUMBER.getVolatile(buffer(), task * Integer.BYTES);
  }

  private ByteBuffer buffer() {
    ByteBuffer known = MAPPED.get(file);
    return known != null ? known : MAPPED.computeIfAbsent(file, f -> map());
  }

  private ByteBuffer map() {
    try (RandomAccessFile open = new RandomAccessFile(file, "rw")) {
      return open.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, (long) tasks * Integer.BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
