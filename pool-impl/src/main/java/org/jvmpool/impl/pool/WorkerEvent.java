package org.jvmpool.impl.pool;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The start or the end of a worker. */
@Name("org.jvmpool.Worker")
@Label("Pool Worker")
@Category("jvmpool")
@StackTrace(false)
final class WorkerEvent extends Event {
  @Label("Pool")
  String pool = "";

  @Label("Worker Process")
  long worker;

  @Label("Index")
  int index;

  @Label("Change")
  @Description("READY, or why it ended, as in RetireReason")
  String change = "";

  @Label("Tasks")
  long tasksDone;

  @Label("How It Ended")
  String ending = "";
}
