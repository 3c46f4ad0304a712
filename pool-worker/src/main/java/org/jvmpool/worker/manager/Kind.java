package org.jvmpool.worker.manager;

/** What an object of a manager is. The order is part of the protocol. */
enum Kind {
  MANAGER,
  DICT,
  LIST,
  ARRAY,
  SET,
  NAMESPACE,
  VALUE,
  LOCK,
  REENTRANT_LOCK,
  CONDITION,
  SEMAPHORE,
  EVENT,
  BARRIER,
  QUEUE,
  JOINABLE_QUEUE,
  POOL,
  REGISTERED;

  private static final Kind[] ALL = values();

  static Kind of(int ordinal) {
    if (ordinal < 0 || ordinal >= ALL.length) {
      throw new IllegalArgumentException("no kind of object has the number " + ordinal);
    }
    return ALL[ordinal];
  }

  /** As messages name it. */
  String inWords() {
    return switch (this) {
      case REENTRANT_LOCK -> "reentrant lock";
      case JOINABLE_QUEUE -> "joinable queue";
      case REGISTERED -> "registered object";
      default -> name().toLowerCase(java.util.Locale.ROOT);
    };
  }
}
