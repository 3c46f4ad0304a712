package org.jvmpool.worker.family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's membership in its family: the processes that descend from one root, a JVM that jvmpool
 * did not start, and share its memory.
 *
 * <p>It begins with the first shared object that this JVM makes or receives, and ends with the JVM.
 * In the root that makes the directories and starts the daemon thread {@code jvmpool-coordinator};
 * a child asks its parent where they are. Each member keeps one connection to the coordinator for
 * as long as it lives: the connection's end is how the others learn of its end, whatever caused it.
 *
 * <p>Safe for all threads.
 */
public final class Family {
  // Guarded by Family.class; current is written once.
  private static volatile @Nullable Family current;
  private static @Nullable Supplier<String> parent;

  private static final Cleaner CLEANER = Cleaner.create(Family::cleanerThread);

  private final FamilyDirectory directory;
  private final ProcessTable processes;
  private final int process;
  private final Arenas arenas;
  private final Bells bells;
  private final Futex futex = new Futex(this);

  /**
   * Kept open; see above. Beside that for what must be said when no line can be had; its monitor.
   */
  private final CoordinatorLine life;

  private Family(FamilyDirectory directory) throws IOException {
    this.directory = directory;
    this.processes = ProcessTable.open(directory.segments());
    this.life = CoordinatorLine.open(directory.socket());
    life.message(Messages.JOIN, 0, ProcessHandle.current().pid());
    life.send();
    if (life.receive(Deadline.never(), false) != Messages.WELCOME || life.value() == 0) {
      throw new IOException(
          "more than " + ProcessTable.SLOTS + " processes share the memory of this family");
    }
    this.process = life.value();
    this.arenas = new Arenas(directory.segments(), process);
    this.bells = new Bells(directory.sockets(), process);
  }

  /**
   * The family of this JVM; joins or founds it at the first call.
   *
   * @throws UncheckedIOException if there is no room for the directory, or the root has ended
   */
  public static Family current() {
    Family family = current;
    if (family == null) {
      family = begin();
    }
    Family other = otherMembers == null ? null : otherMembers.get();
    return other == null ? family : other;
  }

  /** For tests, which have members in one JVM: that of the calling thread. */
  static @Nullable ThreadLocal<@Nullable Family> otherMembers;

  /** For tests: one more member, in this JVM. */
  static Family oneMore() throws IOException {
    return new Family(current().directory);
  }

  /** For tests: what the end of the process would do. */
  void die() {
    life.close();
  }

  /**
   * Makes this JVM a child: it will ask for the address of the root's directories when it first
   * shares something. To be called before that; without it, this JVM is the root.
   *
   * @param address gives what {@link #address()} gave in the parent; may ask it then
   */
  public static synchronized void join(Supplier<String> address) {
    parent = address;
  }

  private static synchronized Family begin() {
    Family family = current;
    if (family == null) {
      try {
        family = parent == null ? found() : new Family(FamilyDirectory.at(parent.get()));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot share memory with other processes: " + e, e);
      }
      current = family;
    }
    return family;
  }

  private static Family found() throws IOException {
    FamilyDirectory directory = FamilyDirectory.create();
    Segments segments = directory.segments();
    Coordinator coordinator =
        new Coordinator(directory, ProcessTable.create(segments), new Arenas(segments, 0));
    Thread thread = new Thread(coordinator, "jvmpool-coordinator");
    thread.setDaemon(true);
    thread.start();
    return new Family(directory);
  }

  /** What a child needs to join, for {@link #join}. */
  public String address() {
    return directory.address();
  }

  /** This process's number in the family: positive, and nobody else's while it lives. */
  public int process() {
    return process;
  }

  /** Whether a process of the family has not ended. */
  public boolean lives(int process) {
    return processes.lives(process);
  }

  /** New words of shared memory, all 0. */
  public Block newBlock(int words) {
    return Block.create(arenas, words);
  }

  /** The words that another process, or this one, has {@linkplain Block#send() sent}. */
  public Block blockAt(long reference) {
    return Block.at(arenas, reference);
  }

  /** Most words of a block; what is larger is a file of its own. */
  public static int mostWords() {
    return Arenas.LARGEST / Long.BYTES;
  }

  /** The files of the family. */
  public Segments segments() {
    return directory.segments();
  }

  /** Waiting for words to change. */
  public Futex futex() {
    return futex;
  }

  /** Frees what is shared in name only, once it is unreachable. */
  public static Cleaner cleaner() {
    return CLEANER;
  }

  private static Thread cleanerThread(Runnable work) {
    Thread thread = new Thread(work, "jvmpool-shared-cleaner");
    thread.setDaemon(true);
    return thread;
  }

  ProcessTable processes() {
    return processes;
  }

  Bells bells() {
    return bells;
  }

  CoordinatorLine newLine() throws IOException {
    CoordinatorLine line = CoordinatorLine.open(directory.socket());
    line.message(Messages.HELLO, 0, process);
    line.send();
    return line;
  }

  /** Says something on the one connection that is always there. */
  void sayOnLife(Futex.Saying what) {
    try {
      synchronized (life) {
        what.on(life);
      }
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /** Why no line could be had. */
  IllegalStateException cannotWait(IOException e) {
    synchronized (life) {
      if (life.isBroken()) {
        return ended(e);
      }
    }
    return new CannotWait(
        "this process cannot wait for what it shares: no connection to its root process can be"
            + " opened ("
            + e.getMessage()
            + "); each thread that waits needs three file descriptors: close files, use fewer"
            + " threads, or raise the limit (ulimit -n)",
        e);
  }

  IllegalStateException ended(IOException e) {
    return new IllegalStateException(
        "the root process of this family has ended, and with it what its members share", e);
  }
}
