package org.jvmpool.worker.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The bytes on a pipe are no frame of this protocol. Nothing that follows can be trusted. */
public final class FrameException extends IOException {
  private static final long serialVersionUID = 1;

  public FrameException(String message) {
    super(message);
  }

  /** The frame was whole, but its content is not what its type says. */
  public FrameException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
