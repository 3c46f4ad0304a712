package org.jvmpool.worker.manager;

import org.jspecify.annotations.Nullable;

/**
 * An object that a manager holds. Many threads call it at once; it sees to its own order.
 *
 * <p>It lives while a session holds it or something that is stored refers to it; {@link Objects}
 * counts both.
 */
abstract class Served {
  private final Kind kind;
  private long id;

  // Guarded by Objects.
  int holders;
  int pins;
  boolean gone;

  /** Whether a process has ended or closed it that may have sent it to another. */
  boolean passedOn;

  /** The session that made it and holds it again as soon as it is passed on; most often null. */
  @Nullable ServerSession letGoBy;

  Served(Kind kind) {
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  long id() {
    return id;
  }

  /** It has got its number, before anybody can find it. */
  void numbered(long number) {
    id = number;
  }

  /**
   * Does what a client asks.
   *
   * @throws Exception what the client is to get
   */
  abstract void call(Op op, Call call) throws Exception;

  /** It has ended: lets go what it holds. Nothing is stored in it any more. */
  void ended() {}

  static IllegalArgumentException cannot(Op op, Kind kind) {
    return new IllegalArgumentException("a " + kind.inWords() + " cannot be asked for " + op);
  }

  @Override
  public String toString() {
    return kind.inWords() + " " + id;
  }
}
