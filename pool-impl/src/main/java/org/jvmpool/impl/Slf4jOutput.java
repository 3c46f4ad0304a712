package org.jvmpool.impl;

import org.jvmpool.WorkerOutput;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;

/** What workers print, as log records: standard output as info, standard error as warnings. */
final class Slf4jOutput implements WorkerOutput {
  private static final Log LOG = Logs.of(WorkerOutput.class);

  @Override
  public void accept(Line line) {
    if (line.error()) {
      LOG.warn("[worker {} pid {}] {}", line.worker(), line.pid(), line.text());
    } else {
      LOG.info("[worker {} pid {}] {}", line.worker(), line.pid(), line.text());
    }
  }

  @Override
  public String toString() {
    return "WorkerOutput.slf4j()";
  }
}
