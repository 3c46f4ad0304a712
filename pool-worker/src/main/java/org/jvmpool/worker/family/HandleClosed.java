package org.jvmpool.worker.family;

/** The handle through which a thread waited was closed; it got nothing of what it waited for. */
public final class HandleClosed extends IllegalStateException {
  private static final long serialVersionUID = 1;

  HandleClosed(String message) {
    super(message);
  }
}
