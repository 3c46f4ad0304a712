package org.jvmpool.worker.link;

import java.io.IOException;

/** The refusal of a message that is of the other kind than the call that would take it. */
public final class OtherKind {
  private OtherKind() {}

  /**
   * What is thrown; the message stays.
   *
   * @param isObject whether the message was sent as an object, and not as bytes
   */
  public static IOException refused(Object connection, boolean isObject) {
    return new IOException(
        connection
            + ": the next message was sent as "
            + (isObject ? "an object: receive it with recv" : "bytes: receive it with recvBytes"));
  }
}
