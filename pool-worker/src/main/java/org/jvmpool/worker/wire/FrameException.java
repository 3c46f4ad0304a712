package org.jvmpool.worker.wire;

import java.io.IOException;

/** The bytes on a pipe are no frame of this protocol. Nothing that follows can be trusted. */
public final class FrameException extends IOException {
  private static final long serialVersionUID = 1;

  public FrameException(String message) {
    super(message);
  }

  FrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
