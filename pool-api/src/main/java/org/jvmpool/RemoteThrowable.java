package org.jvmpool;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for an exception of another JVM whose own class cannot travel or does not exist in this
 * JVM.
 *
 * <p>It has the message, the stack trace, the causes and the suppressed exceptions of the original,
 * and prints as the original would. It is found where the original would be: as a cause.
 */
public final class RemoteThrowable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The class that the original had. */
  private final String className;

  /**
   * Makes a stand-in.
   *
   * @param className the binary name of the original's class, as {@link Class#getName()} tells it
   * @param message the original's message, or null if it had none
   * @param trace the original's stack trace, innermost frame first; copied
   * @param cause the original's cause or what stands in for it, or null if it had none
   */
  public RemoteThrowable(
      String className,
      @Nullable String message,
      StackTraceElement[] trace,
      @Nullable Throwable cause) {
    super(message, cause);
    this.className = Objects.requireNonNull(className, "className must not be null");
    setStackTrace(trace);
  }

  /**
   * The class that the original had in its JVM.
   *
   * @return its binary name, such as {@code com.acme.Outer$Failure}
   */
  public String className() {
    return className;
  }

  /**
   * What the original would print.
   *
   * @return the original's class name, followed by a colon and the message if there is one
   */
  @Override
  public String toString() {
    String message = getLocalizedMessage();
    return message == null ? className : className + ": " + message;
  }
}
