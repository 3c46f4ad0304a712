package org.jvmpool.worker.plain;

import java.nio.ByteBuffer;
import org.jvmpool.shared.SharedMemory;

/** What a session holds of a segment. */
final class PlainMemory extends Handle<MemoryCore> implements SharedMemory {
  private static final long serialVersionUID = 1;

  PlainMemory(MemoryCore core, Session session) {
    super(core, session);
  }

  @Override
  public String name() {
    return core().name;
  }

  @Override
  public long size() {
    return core().memory.capacity();
  }

  @Override
  public ByteBuffer buffer() {
    return open().memory.duplicate().clear();
  }

  @Override
  public void unlink() {
    core().unlink();
  }
}
