package org.jvmpool.worker;

import org.jvmpool.WorkerContext;

/**
 * What {@link WorkerContext#current} tells a task. One object a worker; the task id is that of the
 * task which runs, or ran last.
 */
public final class CurrentTask implements WorkerContext {
  private final int index;
  private final long pid;
  private final String poolName;
  private volatile long taskId;

  public CurrentTask(int index, long pid, String poolName) {
    this.index = index;
    this.pid = pid;
    this.poolName = poolName;
  }

  public void starts(long newTaskId) {
    taskId = newTaskId;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public String poolName() {
    return poolName;
  }

  @Override
  public long taskId() {
    return taskId;
  }

  @Override
  public String toString() {
    return "worker " + index + " (pid " + pid + ") of pool " + poolName + ", task " + taskId;
  }
}
