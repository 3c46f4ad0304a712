package org.jvmpool.impl.behaviour.shared;

import org.jspecify.annotations.Nullable;
import org.jvmpool.AsyncResult;
import org.jvmpool.impl.testkit.Outcome;

/** What one of the {@link WarmProcesses} runs for a test. */
record WarmProcess(AsyncResult<@Nullable Void> result) implements Elsewhere {
  @Override
  public void join() throws Exception {
    Outcome.of(result);
  }
}
