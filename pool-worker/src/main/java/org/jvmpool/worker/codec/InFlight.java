package org.jvmpool.worker.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is under way with a message beside its bytes, to be given up when nobody will read it: ends
 * of pipes and other handles, which count as held meanwhile. Owns no thread; safe for all.
 *
 * <p>An object that is serialised or rebuilt {@linkplain #note notes} how to undo what that did.
 * The codec undoes it by itself when it throws the bytes or the object away: when a graph cannot be
 * encoded or decoded, and when it is done again on a larger stack. What becomes of whole messages
 * is for their senders to say, each with an object of this class.
 */
public final class InFlight {
  private static final ThreadLocal<Attempt> ATTEMPTS = ThreadLocal.withInitial(Attempt::new);

  /** Whether the message leaves this JVM for certain. */
  private final boolean leaves;

  /** Whether the message may be read more than once. */
  private final boolean again;

  /** Guarded by this. */
  private List<Runnable> losses = List.of();

  public InFlight() {
    this(false, false);
  }

  private InFlight(boolean leaves, boolean again) {
    this.leaves = leaves;
    this.again = again;
  }

  /** For a message to another JVM, in which nothing can travel that lives in this one alone. */
  public static InFlight toAnotherJvm() {
    return new InFlight(true, false);
  }

  /**
   * For a message that may be read more than once, by several or after who read it has ended: what
   * is under way with it counts as held until it is given up, whoever has received it.
   */
  public static InFlight forSeveralReaders() {
    return new InFlight(false, true);
  }

  /** Whether what the calling thread encodes may be read more than once. */
  public static boolean isReadAgain() {
    return Attempt.ofThisThread().again;
  }

  /** Whether what the calling thread encodes leaves this JVM for certain. */
  public static boolean leavesThisJvm() {
    return Attempt.ofThisThread().leaves;
  }

  /** For what this thread encodes, when another does that for it. */
  static InFlight asThisThread() {
    return new InFlight(leavesThisJvm(), isReadAgain());
  }

  /** Encodes a message, or a part of it, and takes over what is under way with it. */
  public <T extends @Nullable Object> T noteDuring(Supplier<T> encoding) {
    Attempt attempt = Attempt.ofThisThread();
    int mark = attempt.begin();
    boolean before = attempt.leaves;
    boolean beforeAgain = attempt.again;
    attempt.leaves = leaves;
    attempt.again = again;
    boolean done = false;
    try {
      T message = encoding.get();
      add(attempt.since(mark));
      done = true;
      return message;
    } finally {
      attempt.leaves = before;
      attempt.again = beforeAgain;
      attempt.forget(mark, done);
    }
  }

  private synchronized void add(List<Runnable> more) {
    if (!more.isEmpty()) {
      List<Runnable> all = new ArrayList<>(losses);
      all.addAll(more);
      losses = all;
    }
  }

  /**
   * Says how to undo what a thread does for an object that it serialises or rebuilds; may be called
   * before it is done. Outside of the codec nothing is noted.
   *
   * @param undo called once at most, on any thread; harmless if the object has arrived meanwhile
   */
  public static void note(Runnable undo) {
    Attempt.ofThisThread().note(undo);
  }

  /** Whether there is nothing to be given up. */
  public synchronized boolean isEmpty() {
    return losses.isEmpty();
  }

  /** Nobody will read the message any more. What has arrived nevertheless stays held there. */
  public void giveUp() {
    List<Runnable> all;
    synchronized (this) {
      all = losses;
      losses = List.of();
    }
    Throwable failure = null;
    for (Runnable loss : all) {
      try {
        loss.run();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  /** For the rest of a message that was encoded on another thread: it is this thread's. */
  synchronized void passOn() {
    losses.forEach(InFlight::note);
    losses = List.of();
  }

  /**
   * What was noted by the calls of one thread that have not returned yet, the innermost last. Each
   * begins with a mark, and ends with {@link #keep} or {@link #forget}.
   */
  static final class Attempt {
    private final List<Runnable> noted = new ArrayList<>(0);
    private int depth;
    private boolean leaves;
    private boolean again;

    static Attempt ofThisThread() {
      return ATTEMPTS.get();
    }

    int begin() {
      depth++;
      return noted.size();
    }

    private void note(Runnable undo) {
      if (depth > 0) {
        noted.add(undo);
      }
    }

    private List<Runnable> since(int mark) {
      return mark == noted.size() ? List.of() : List.copyOf(noted.subList(mark, noted.size()));
    }

    /** It is done, and what was noted is the caller's, or nobody's when there is none. */
    void keep() {
      depth--;
      if (depth == 0 && !noted.isEmpty()) {
        noted.clear();
      }
    }

    /** It is over: what was noted is undone, unless it is done. */
    void forget(int mark, boolean done) {
      depth--;
      if (mark < noted.size()) {
        List<Runnable> since = since(mark);
        noted.subList(mark, noted.size()).clear();
        if (!done) {
          since.forEach(Runnable::run);
        }
      }
    }
  }
}
