package org.jvmpool.worker;

import java.util.Arrays;

/** The part of a stack that is the task's: what stands above the frames that run it. */
public final class WorkerStack {
  private WorkerStack() {}

  public static StackTraceElement[] ofTask(StackTraceElement[] stack) {
    for (int i = 0; i < stack.length; i++) {
      if (stack[i].getClassName().equals(TaskRunner.class.getName())) {
        return Arrays.copyOf(stack, i);
      }
    }
    return stack;
  }
}
