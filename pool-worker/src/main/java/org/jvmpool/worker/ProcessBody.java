package org.jvmpool.worker;

import org.jvmpool.VoidTask;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameException;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.ProcessMessage;

/**
 * A process's life: its task runs on the JVM's main thread, as its main. Afterwards the JVM ends as
 * every JVM does: when the threads that are no daemons have ended, exit hooks run. What the task
 * throws leaves {@code main}, so that the JVM prints it and ends with code 1.
 */
final class ProcessBody {
  private final ParentLink link;
  private final Thread thread;
  private final ParentWatch watch;

  /** Made before it is known what the process is: what can be done by then is done. */
  ProcessBody(ParentLink link, Thread thread) {
    this.link = link;
    this.thread = thread;
    this.watch = new ParentWatch(link.inbox());
    Runtime.getRuntime()
        .addShutdownHook(new Thread(null, this::hurry, "jvmpool-last-lines", 0, false));
  }

  /**
   * Runs what the frame says.
   *
   * @throws Exception what the task throws
   */
  void run(Frame frame) throws Exception {
    VoidTask main = rebuilt(frame);
    link.say(FrameType.READY);
    main.run();
  }

  static ProcessMessage message(Frame frame) throws FrameException {
    return frame.message(ProcessMessage::read);
  }

  private VoidTask rebuilt(Frame frame) throws FrameException {
    ProcessMessage message = message(frame);
    ParentJvm parent =
        new ParentJvm(message.parentPid(), message.parentStarted(), message.parentName());
    WorkerJvm.become(message.name(), message.daemon(), message.depth(), parent);
    link.install(thread, message.takesLogs());
    ClassLoader home = TaskFunctions.home(message.main());
    if (home != null) {
      thread.setContextClassLoader(home);
    }
    link.say(FrameType.BEGUN);
    watch.begin(parent);
    WorkerJvm.startingUp(true);
    try {
      return (VoidTask) new TaskFunctions().once(message.main(), link.loader());
    } finally {
      WorkerJvm.startingUp(false);
    }
  }

  /** Other hooks may still print after this one has run. */
  private void hurry() {
    try {
      link.out().hurry();
      link.err().hurry();
    } catch (ParentGoneException e) {
      // Nobody is left to see it.
    }
  }
}
