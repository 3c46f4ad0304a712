package org.jvmpool.impl.pool;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** One task of a pool, recorded when it is over. */
@Name("org.jvmpool.Task")
@Label("Pool Task")
@Category("jvmpool")
@StackTrace(false)
final class TaskEvent extends Event {
  @Label("Pool")
  String pool = "";

  @Label("Task")
  long task;

  @Label("Function")
  String function = "";

  @Label("Worker Process")
  @Description("Process id of the worker that ran it, 0 if none did")
  long worker;

  @Label("Queue Time")
  @Description("From submission to the end, without the time it ran")
  @Timespan(Timespan.NANOSECONDS)
  long queueTime;

  @Label("Run Time")
  @Description("In the worker, from reading its arguments to its written result; 0 if not known")
  @Timespan(Timespan.NANOSECONDS)
  long runTime;

  @Label("Sent")
  @DataAmount
  long bytesSent;

  @Label("Received")
  @DataAmount
  long bytesReceived;

  @Label("Outcome")
  @Description("RETURNED, THREW, LOST, TIMED_OUT, CANCELLED, TERMINATED or BROKEN")
  String outcome = "";
}
