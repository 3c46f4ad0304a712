package org.jvmpool.impl.process;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.launch.ChildJvm;
import org.jvmpool.impl.launch.Ending;
import org.jvmpool.impl.launch.LaunchException;
import org.jvmpool.impl.launch.Launcher;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.wire.ChunkOutcome;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameException;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.HelloMessage;
import org.jvmpool.worker.wire.LogMessage;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * A child JVM that is a process, or a spare that may become one: reads all that it writes, gives
 * what it asks for, and tells whoever has it what becomes of it.
 *
 * <p>One daemon thread, {@code jvmpool-process-<pid>}, from the launch to the end of the JVM. What
 * is sent before the JVM listens waits in the pipe; what does not fit there has a thread of its
 * own, {@code jvmpool-process-writer-<pid>}, which ends when it is written.
 */
final class ProcessJvm implements Runnable {
  private static final Log LOG = Logs.of(ProcessJvm.class);

  /** What surely fits into an empty pipe. */
  private static final int FITS = 32_768;

  /** Who has the JVM. All calls come on its thread and must not block. */
  interface Holder {
    /** The spare is ready to become a process, or the process runs its task. */
    default void ready() {}

    /** The spare cannot become one. */
    default void unready(Throwable why) {}

    /** The process has been told what it is, and begins. */
    default void begun() {}

    /** The JVM has logged something, which it does only if somebody here takes it. */
    void logged(LogMessage record);

    /** What the JVM asks for, or null when there is no such thing. */
    byte @Nullable [] find(WantedMessage wanted);

    /**
     * The JVM has ended; all that it printed has been printed here.
     *
     * @param failure for which it was killed, or null
     */
    void ended(Ending ending, @Nullable Throwable failure);
  }

  private final Launcher launcher;
  private final ChildJvm child;
  private final ChildOutput output = new ChildOutput();

  /** Somebody here has asked it to end. */
  private volatile boolean killed;

  // Guarded by this.
  private Holder holder;
  private boolean over;

  private ProcessJvm(Launcher launcher, Holder holder) throws LaunchException {
    this.launcher = launcher;
    this.holder = holder;
    this.child = launcher.launch(ChildOutput::nativeLine);
  }

  /** Starts a JVM; returns before it is up. */
  static ProcessJvm launch(Launcher launcher, Holder holder) throws LaunchException {
    ProcessJvm jvm = new ProcessJvm(launcher, holder);
    try {
      jvm.daemon(jvm, "jvmpool-process-" + jvm.pid());
    } catch (OutOfMemoryError e) {
      jvm.kill();
      throw launcher.withoutThread(e);
    }
    return jvm;
  }

  private void daemon(Runnable work, String name) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  long pid() {
    return child.pid();
  }

  boolean isAlive() {
    return child.isAlive();
  }

  /** Whether a child of that launcher would be as this one is. */
  boolean isAsOf(Launcher other) {
    return launcher.startsTheSameAs(other);
  }

  void terminate() {
    killed = true;
    child.terminate();
  }

  void kill() {
    killed = true;
    child.kill();
  }

  /**
   * Somebody else has it from now on.
   *
   * @return false when it has ended: the one before was told, or will be
   */
  synchronized boolean giveTo(Holder next) {
    if (!over) {
      holder = next;
    }
    return !over;
  }

  private synchronized Holder holder() {
    return holder;
  }

  private synchronized Holder last() {
    over = true;
    return holder;
  }

  /** Sends a frame without waiting for the JVM; if that has ended, nothing happens. */
  void send(FrameType type, int flags, Consumer<Output> payload) {
    FrameBuffer frame = new FrameBuffer();
    payload.accept(frame.begin());
    frame.end(type, flags, 0, 0);
    if (frame.size() <= FITS) {
      write(frame);
    } else {
      try {
        daemon(() -> write(frame), "jvmpool-process-writer-" + pid());
      } catch (OutOfMemoryError e) {
        write(frame); // No thread is to be had: then this one waits until the JVM reads.
      }
    }
  }

  private void write(FrameBuffer frame) {
    try {
      synchronized (child) {
        frame.writeTo(child.toChild());
      }
    } catch (IOException e) {
      // It has ended: its thread sees that, and tells.
    }
  }

  // ---- its thread

  @Override
  public void run() {
    Throwable failure = null;
    boolean greeted = false;
    try {
      FrameReader reader = new FrameReader(child.fromChild());
      Frame frame = reader.read();
      if (frame != null) {
        checkHello(frame);
        greeted = true;
      }
      while (frame != null) {
        frame = reader.read();
        if (frame != null) {
          take(frame);
        }
      }
    } catch (FrameException | RuntimeException | Error e) {
      // It sent nonsense; or a defect of ours, which must not leave anybody waiting.
      failure = e;
      LOG.warn("process {}: killed, since what it sent makes no sense", pid(), e);
      child.kill();
    } catch (IOException e) {
      // The pipe broke off within a frame: the JVM has ended, or is about to.
    }
    awaitExit();
    if (!greeted && failure == null && !killed) {
      launcher.childCrashedAtStart();
    }
    Ending ending = child.ending();
    try {
      output.end();
      launcher.close();
    } finally {
      last().ended(ending, failure); // whatever comes: somebody waits for that
    }
  }

  private static void checkHello(Frame frame) throws FrameException {
    if (frame.type() != FrameType.HELLO) {
      throw new FrameException("its first frame was a " + frame + ", not a HELLO");
    }
    HelloMessage hello = frame.message(HelloMessage::read);
    if (hello.protocol() != HelloMessage.PROTOCOL) {
      throw new FrameException(
          "it speaks protocol "
              + hello.protocol()
              + " (pool-worker "
              + hello.library()
              + "), but this program speaks "
              + HelloMessage.PROTOCOL
              + "; put the same version of jvmpool on its class path");
    }
  }

  private void take(Frame frame) throws FrameException {
    switch (frame.type()) {
      case OUTPUT -> output.take(frame);
      case WANTED -> give(frame);
      case LOGGED -> {
        if (!Logs.isProvided()) {
          throw new FrameException("nobody here takes a " + frame);
        }
        holder().logged(frame.message(LogMessage::read));
      }
      case BEGUN -> holder().begun();
      case READY -> {
        holder().ready();
        launcher.childIsUp();
      }
      case UNREADY ->
          holder()
              .unready(
                  frame
                      .message(
                          in -> ChunkOutcome.Failure.read(in, ClassLoader.getSystemClassLoader()))
                      .thrown());
      default -> throw new FrameException("a process does not send a " + frame);
    }
  }

  private void give(Frame frame) throws FrameException {
    byte[] bytes = holder().find(frame.message(WantedMessage::read));
    FrameBuffer answer = new FrameBuffer();
    answer.add(
        FrameType.GIVEN,
        bytes == null ? Frame.MISSING : 0,
        0,
        frame.id(),
        bytes == null ? new byte[0] : bytes);
    write(answer);
  }

  private void awaitExit() {
    boolean interrupted = false;
    while (true) {
      try {
        child.onExit().get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new UncheckedIOException(new IOException("its end cannot be seen", e));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
