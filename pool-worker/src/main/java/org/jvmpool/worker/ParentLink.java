package org.jvmpool.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.OutputStream;
import org.jvmpool.worker.family.Family;
import org.jvmpool.worker.wire.FrameBuffer;
import org.jvmpool.worker.wire.FrameReader;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.HelloMessage;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * What joins a child JVM to its parent, whatever the JVM is to be: the pipe in both directions, and
 * what goes over it besides tasks, which is the printed lines, class files and broadcasts.
 */
final class ParentLink {
  private final Outlet outlet;
  private final Inbox inbox;
  private final PrintedLines out;
  private final PrintedLines err;
  private final ParentClassLoader loader;

  ParentLink(InputStream fromParent, OutputStream toParent) {
    this.outlet = new Outlet(toParent);
    this.inbox = new Inbox(new FrameReader(fromParent), outlet);
    this.out = PrintedLines.to(outlet, false);
    this.err = PrintedLines.to(outlet, true);
    this.loader = ParentClassLoader.create(ParentLink.class.getClassLoader(), inbox);
  }

  Outlet outlet() {
    return outlet;
  }

  Inbox inbox() {
    return inbox;
  }

  /** Takes the place of System.out. */
  PrintedLines out() {
    return out;
  }

  /** Takes the place of System.err. */
  PrintedLines err() {
    return err;
  }

  /** Knows the classes of the parent. */
  ParentClassLoader loader() {
    return loader;
  }

  /** Says the first word. */
  void hello() {
    FrameBuffer frame = new FrameBuffer();
    new HelloMessage(
            HelloMessage.PROTOCOL,
            String.valueOf(ParentLink.class.getPackage().getImplementationVersion()),
            Runtime.version().feature())
        .write(frame.begin());
    frame.end(FrameType.HELLO, 0, 0, 0);
    outlet.write(frame);
  }

  /** Sends a frame without a payload. */
  void say(FrameType type) {
    FrameBuffer frame = new FrameBuffer();
    frame.begin();
    frame.end(type, 0, 0, 0);
    outlet.write(frame);
  }

  /**
   * From now on, what this JVM prints goes to the parent, and what it lacks comes from there.
   *
   * @param logs whether what it logs goes there, too
   */
  void install(Thread thread, boolean logs) {
    Family.join(this::family);
    BroadcastStore.askParentWith(key -> inbox.ask(WantedMessage.Kind.BROADCAST, key));
    System.setOut(out);
    System.setErr(err);
    if (logs) {
      LogRelay.start(outlet, inbox);
    }
    thread.setContextClassLoader(loader);
  }

  /** Where the family's memory is; the parent founds the family if need be, or asks its own. */
  private String family() {
    byte[] address = inbox.ask(WantedMessage.Kind.FAMILY, "");
    if (address == null) {
      throw new IllegalStateException("the parent cannot share memory with its workers");
    }
    return new String(address, UTF_8);
  }
}
