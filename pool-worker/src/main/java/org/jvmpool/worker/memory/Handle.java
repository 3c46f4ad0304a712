package org.jvmpool.worker.memory;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.family.Block;
import org.jvmpool.worker.family.Closing;
import org.jvmpool.worker.family.Deadline;

/**
 * What this process holds of a shared object: some words of shared memory, until it is closed. What
 * travels of it is a record that makes such a handle in another process. Safe for all threads.
 *
 * <p>The memory of an object that never travelled is free when its handles are unreachable; of one
 * that did, it stays until the family ends, since nobody knows who may still receive it.
 */
abstract class Handle implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1;

  private final transient Block block;
  private final transient Closing closing = new Closing(this);

  Handle(Block block) {
    this.block = block;
  }

  /**
   * The memory, for a call.
   *
   * @throws IllegalStateException if the handle is closed
   */
  final Block open() {
    if (closing.isClosed()) {
      throw closing.error();
    }
    return block;
  }

  /** A wait through this handle: its close ends it, too. */
  final Deadline orClosed(Deadline deadline) {
    return deadline.or(closing);
  }

  /** A wait that nothing but this handle's close ends. */
  final Deadline untilClosed() {
    return closing.never();
  }

  final Block block() {
    return block;
  }

  @Override
  public void close() {
    closing.close();
  }

  /** What travels in its place; called when it is open. */
  abstract Object ticket();

  /* Java serialization and the codec send what this returns. */
  protected final Object writeReplace() {
    open();
    return ticket();
  }

  /** Handles of one object are equal. */
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Handle that
        && getClass() == that.getClass()
        && block.isSameAs(that.block);
  }

  @Override
  public final int hashCode() {
    return block.hash();
  }

  /** What it is, and its state when it is open; must not fail. */
  abstract String describe();

  @Override
  public String toString() {
    return closing.isClosed() ? name() + "[closed]" : name() + "[" + describe() + "]";
  }

  private String name() {
    return getClass().getSimpleName().replaceFirst("^Memory", "Shared");
  }
}
