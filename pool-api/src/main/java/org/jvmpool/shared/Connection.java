package org.jvmpool.shared;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;

/**
 * One end of a connection that carries messages, objects or bytes: Python's {@code Connection}.
 *
 * <p>Messages keep their borders and their order. A message is received whole by one reader or not
 * at all; if several threads or processes use the same end, each message goes to one of them. A
 * message that was sent as an object is read with {@code recv}, one that was sent as bytes with
 * {@code recvBytes}; the other call refuses it with an {@link IOException} and leaves it there. An
 * end can be sent to another process and used there.
 */
public interface Connection extends Serializable, AutoCloseable {

  /**
   * Sends an object. May wait until the other end has read what was sent before.
   *
   * @param value the object; copied
   * @throws org.jvmpool.TaskSerializationException if the object cannot travel; nothing was sent
   * @throws IOException if the connection is closed, broken, or cannot send, or if the other end is
   *     gone
   * @throws NullPointerException if the value is null
   */
  void send(Object value) throws IOException;

  /**
   * Receives an object; waits until there is one.
   *
   * @return the object
   * @throws java.io.EOFException if the other end is closed or its process has ended, and nothing
   *     is left to read
   * @throws IOException if the connection is closed, broken, or cannot receive
   */
  Object recv() throws IOException;

  /**
   * Receives an object of a type; waits until there is one.
   *
   * @param <T> the type
   * @param type the type
   * @return the object
   * @throws ClassCastException if it is of another type; the message was taken
   * @throws java.io.EOFException if the other end is closed or its process has ended, and nothing
   *     is left to read
   * @throws IOException if the connection is closed, broken, or cannot receive
   */
  <T> T recv(Class<T> type) throws IOException;

  /**
   * Whether a message or the end of the connection can be read now. Does not block.
   *
   * @return true if a call that receives would not wait
   * @throws IOException if the connection is closed, broken, or cannot receive
   */
  boolean poll() throws IOException;

  /**
   * Waits until a message or the end of the connection can be read, or a limit passes.
   *
   * @param limit how long to wait at most; zero or less does not wait
   * @return true if a call that receives would not wait
   * @throws IOException if the connection is closed, broken, or cannot receive
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  boolean poll(Duration limit) throws IOException, InterruptedException;

  /**
   * Sends bytes as one message. May wait until the other end has read what was sent before.
   *
   * @param bytes the message; may be empty
   * @throws IOException if the connection is closed, broken, or cannot send, or if the other end is
   *     gone
   */
  void sendBytes(byte[] bytes) throws IOException;

  /**
   * Sends a part of an array as one message. May wait until the other end has read what was sent
   * before.
   *
   * @param bytes holds the message
   * @param offset where it begins, 0 or more
   * @param length how many bytes it has, 0 or more
   * @throws IndexOutOfBoundsException if the part is not within the array
   * @throws IOException if the connection is closed, broken, or cannot send, or if the other end is
   *     gone
   */
  void sendBytes(byte[] bytes, int offset, int length) throws IOException;

  /**
   * Receives a message of bytes; waits until there is one.
   *
   * @return the message
   * @throws java.io.EOFException if the other end is closed or its process has ended, and nothing
   *     is left to read
   * @throws IOException if the connection is closed, broken, or cannot receive
   */
  byte[] recvBytes() throws IOException;

  /**
   * Receives a message of bytes of a limited length; waits until there is one.
   *
   * @param maxLength how many bytes it may have, 0 or more
   * @return the message
   * @throws BufferTooShortException if it is longer; carries the whole message
   * @throws IllegalArgumentException if the maximum is negative
   * @throws java.io.EOFException if the other end is closed or its process has ended, and nothing
   *     is left to read
   * @throws IOException if the connection is closed, broken, or cannot receive
   */
  byte[] recvBytes(int maxLength) throws IOException;

  /**
   * Receives a message of bytes into an array; waits until there is one.
   *
   * @param buffer gets the message
   * @param offset where it begins in the array, from 0 to the array's length
   * @return how many bytes the message has
   * @throws BufferTooShortException if it does not fit; carries the whole message, and the array is
   *     unchanged
   * @throws IndexOutOfBoundsException if the offset is not within the array
   * @throws java.io.EOFException if the other end is closed or its process has ended, and nothing
   *     is left to read
   * @throws IOException if the connection is closed, broken, or cannot receive
   */
  int recvBytesInto(byte[] buffer, int offset) throws IOException;

  /**
   * Whether this end can receive. Does not block.
   *
   * @return false for the second end of a pipe with {@code duplex} false
   */
  boolean isReadable();

  /**
   * Whether this end can send. Does not block.
   *
   * @return false for the first end of a pipe with {@code duplex} false
   */
  boolean isWritable();

  /**
   * Closes this end in this process. Calls that wait through this handle end with an {@link
   * IOException}. When no process holds the end any more, the other one reads what was sent and
   * then meets the end. May be called more than once.
   */
  @Override
  void close();
}
