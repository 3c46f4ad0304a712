package org.jvmpool.impl.testkit;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this JVM uses of the processors, for programs that should use none. */
public final class ProcessorTime {
  private ProcessorTime() {}

  /**
   * The processor time that all threads of this JVM use while this one sleeps for two seconds: the
   * least of three times, since at first code is still being compiled.
   */
  public static long millisOfTwoSeconds() throws InterruptedException {
    return Math.min(once(), Math.min(once(), once()));
  }

  private static long once() throws InterruptedException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    Thread.sleep(2_000);
    return (system.getProcessCpuTime() - before) / 1_000_000;
  }
}
