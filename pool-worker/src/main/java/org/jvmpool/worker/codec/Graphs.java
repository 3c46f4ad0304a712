package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads object graphs with a pooled session, which is kept only after success. A graph
 * too deep for the caller's stack is done again on a larger one; what the first try has set on its
 * way or received is undone ({@link InFlight}). So is one in which something that stands in a
 * stream of Java serialization came again after it ({@link TravelReferences#torn}).
 */
final class Graphs {
  /* The second try leaves nothing torn but what a hook makes anew each time, or what only the second
   * one brought to light. */
  private static final int MOST_TRIES = 4;

  private final Sessions sessions = new Sessions();

  void write(@Nullable Object root, Output out) {
    int start = out.position();
    try {
      writeOnce(root, out);
    } catch (RuntimeException | StackOverflowError e) {
      StackOverflowError overflow = OwnRecursion.overflow(e);
      if (overflow == null || DeepStack.isCurrent()) {
        throw e;
      }
      out.setPosition(start);
      InFlight deep = InFlight.asThisThread();
      DeepStack.call(
          overflow,
          () ->
              deep.noteDuring(
                  () -> {
                    writeOnce(root, out);
                    return out;
                  }));
      deep.passOn();
    }
  }

  private void writeOnce(@Nullable Object root, Output out) {
    int start = out.position();
    Set<Object> sought = Set.of();
    for (int tries = 1; ; tries++) {
      Set<Object> torn = tryToWrite(root, out, sought, tries == MOST_TRIES);
      if (torn.isEmpty()) {
        return;
      }
      out.setPosition(start);
      Set<Object> all = TravelReferences.identitySet();
      all.addAll(sought);
      all.addAll(torn);
      sought = all;
    }
  }

  /** Writes it, and tells nothing; or tells what is one object and was written twice. */
  private Set<Object> tryToWrite(
      @Nullable Object root, Output out, Set<Object> sought, boolean last) {
    InFlight.Attempt attempt = InFlight.Attempt.ofThisThread();
    int mark = attempt.begin();
    boolean written = false;
    try {
      Session session = sessions.take();
      Set<Object> torn = session.writeGraph(root, out, sought);
      sessions.giveBack(session);
      written = torn.isEmpty() || last;
      return last ? Set.of() : torn;
    } finally {
      if (written) {
        attempt.keep();
      } else {
        attempt.forget(mark, false);
      }
    }
  }

  @Nullable Object read(Input in, ClassLoader loader) {
    int start = in.position();
    InFlight.Attempt attempt = InFlight.Attempt.ofThisThread();
    int mark = attempt.begin();
    boolean read = false;
    try {
      Object root = readOnce(in, loader);
      read = true;
      return root;
    } catch (RuntimeException | StackOverflowError e) {
      StackOverflowError overflow = OwnRecursion.overflow(e);
      if (overflow == null || DeepStack.isCurrent() || in.getInputStream() != null) {
        throw e;
      }
      in.setPosition(start);
      @Nullable Object[] result = new Object[1];
      DeepStack.call(overflow, () -> result[0] = read(in, loader));
      return result[0];
    } finally {
      // After the second try has taken hold of what the first one had: it is held all the time.
      attempt.forget(mark, read);
    }
  }

  /** Reads with a session of its own, on the caller's stack: it is for rare, small things. */
  @Nullable Object readStrictly(Input in, ClassLoader loader) {
    Session session = new Session();
    session.beStrict();
    session.bind(loader);
    return session.readGraph(in);
  }

  private @Nullable Object readOnce(Input in, ClassLoader loader) {
    Session session = sessions.take();
    session.bind(loader);
    Object root = session.readGraph(in);
    sessions.giveBack(session);
    return root;
  }
}
