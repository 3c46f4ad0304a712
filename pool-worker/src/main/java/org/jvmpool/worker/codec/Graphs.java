package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads object graphs with a pooled session, which is kept only after success. A graph
 * too deep for the caller's stack is done again on a larger one.
 */
final class Graphs {
  private final Sessions sessions = new Sessions();

  void write(@Nullable Object root, Output out) {
    int start = out.position();
    try {
      writeOnce(root, out);
    } catch (RuntimeException | StackOverflowError e) {
      if (!overflowed(e) || DeepStack.isCurrent()) {
        throw e;
      }
      out.setPosition(start);
      DeepStack.call(() -> writeOnce(root, out));
    }
  }

  private void writeOnce(@Nullable Object root, Output out) {
    Session session = sessions.take();
    session.writeClassAndObject(out, root);
    sessions.giveBack(session);
  }

  @Nullable Object read(Input in, ClassLoader loader) {
    int start = in.position();
    try {
      return readOnce(in, loader);
    } catch (RuntimeException | StackOverflowError e) {
      if (!overflowed(e) || DeepStack.isCurrent() || in.getInputStream() != null) {
        throw e;
      }
      in.setPosition(start);
      @Nullable Object[] result = new Object[1];
      DeepStack.call(() -> result[0] = readOnce(in, loader));
      return result[0];
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

  /* What ran out of stack may have been wrapped on the way up, by a hook of the user's class. */
  private static boolean overflowed(Throwable thrown) {
    int links = 0;
    for (Throwable t = thrown; t != null && links < 100; t = t.getCause()) {
      if (t instanceof StackOverflowError) {
        return true;
      }
      links++;
    }
    return false;
  }
}
