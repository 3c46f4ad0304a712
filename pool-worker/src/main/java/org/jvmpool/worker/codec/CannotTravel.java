package org.jvmpool.worker.codec;

import org.jspecify.annotations.Nullable;

/**
 * A rule of the codec refused an object. Caught at the door, which looks for the way from the root
 * to the culprit and words the message.
 */
final class CannotTravel extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Object culprit;
  private final String type;

  /** Refuses every object of a class. */
  CannotTravel(Class<?> type, String reason, @Nullable Throwable cause) {
    this(null, type.getName(), reason, cause);
  }

  /** Refuses one object. */
  CannotTravel(Object culprit, String reason, @Nullable Throwable cause) {
    this(culprit, culprit.getClass().getName(), reason, cause);
  }

  CannotTravel(@Nullable Object culprit, String type, String reason, @Nullable Throwable cause) {
    super(reason, cause, false, false);
    this.culprit = culprit;
    this.type = type;
  }

  /** Whether this refusal is about the object. */
  boolean isAbout(Object candidate) {
    return culprit != null ? candidate == culprit : candidate.getClass().getName().equals(type);
  }

  String type() {
    return type;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
