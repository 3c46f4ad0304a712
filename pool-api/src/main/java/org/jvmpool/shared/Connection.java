package org.jvmpool.shared;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;

public interface Connection extends Serializable, AutoCloseable {
  void send(Object value) throws IOException;

  Object recv() throws IOException;

  <T> T recv(Class<T> type) throws IOException;

  boolean poll() throws IOException;

  boolean poll(Duration limit) throws IOException, InterruptedException;

  void sendBytes(byte[] bytes) throws IOException;

  void sendBytes(byte[] bytes, int offset, int length) throws IOException;

  byte[] recvBytes() throws IOException;

  byte[] recvBytes(int maxLength) throws IOException;

  int recvBytesInto(byte[] buffer, int offset)
      throws IOException; // BufferTooShortException carries the whole message

  boolean isReadable();

  boolean isWritable();

  void close();
}
