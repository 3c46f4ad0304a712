package org.jvmpool.worker.manager;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.FunctionShape;
import org.jvmpool.worker.wire.FunctionMessage;

/**
 * One call in the server: its arguments, read one after the other, and its answer. For the thread
 * that serves it.
 */
final class Call {
  private static final Runnable NOTHING = () -> {};

  private static final Input NO_MORE = new Input(new byte[0]);

  private final ManagerServer server;
  private final ServerSession session;
  private final ServerSession holder;
  private Input in;
  private final Output out;

  /**
   * Values with proxies that were made here and of which the bytes alone are kept: the proxies hold
   * their objects until those are stored or answered.
   */
  private final List<Object> alive = new ArrayList<>(0);

  /** What the holder was given with the answer. */
  private final List<Long> given = new ArrayList<>(0);

  /** What the holder was given until the call is over. */
  private final List<Long> served = new ArrayList<>(0);

  private Runnable undo = NOTHING;
  private @Nullable IntConsumer taken;

  /**
   * @param session on whose behalf it is made
   * @param holder who gets the answer, and holds the objects in it
   */
  Call(ManagerServer server, ServerSession session, ServerSession holder, Input in, Output out) {
    this.server = server;
    this.session = session;
    this.holder = holder;
    this.in = in;
    this.out = out;
  }

  ManagerServer server() {
    return server;
  }

  ServerSession session() {
    return session;
  }

  ServerSession holder() {
    return holder;
  }

  // ---- arguments

  /** An argument as it is to be kept. */
  @Nullable Object kept() {
    return Kept.read(in, session.loader());
  }

  /** An argument as a value of this JVM. */
  @Nullable Object value() {
    return Kept.readValue(in, server.local(), session.loader(), session.isForeign(), false);
  }

  /** A key or an element of a set: what is compared and hashed here. */
  Object key() {
    Object kept = kept();
    if (Kept.references(kept).length > 0) {
      throw new IllegalArgumentException(
          "a proxy cannot be a key or an element of a set: its equality is not a matter of the"
              + " manager; use a name for it");
    }
    return Objects.requireNonNull(value(kept), "a key or an element of a set must not be null");
  }

  int number() {
    return (int) longNumber();
  }

  long longNumber() {
    return value() instanceof Number n ? n.longValue() : malformed("a number");
  }

  String text() {
    return value() instanceof String s ? s : malformed("a text");
  }

  List<@Nullable Object> manyKept() {
    int count = BoundedInput.readCount(in, 6);
    List<@Nullable Object> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(kept());
    }
    return all;
  }

  List<Object> manyKeys() {
    int count = BoundedInput.readCount(in, 6);
    List<Object> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(key());
    }
    return all;
  }

  int count() {
    return BoundedInput.readCount(in, 6);
  }

  /** Something to run here. */
  Object function() {
    session.checkRunsFunctions();
    FunctionMessage message = FunctionMessage.read(in);
    return Crossing.during(server.local(), session.isForeign(), () -> function(message));
  }

  private Object function(FunctionMessage message) {
    FunctionShape shape =
        Codec.shared().decodeShape(new BoundedInput(message.shape()), session.loader());
    byte[] captured = message.captured();
    return shape.instantiate(
        new BoundedInput(captured == null ? new byte[0] : captured), session.loader());
  }

  private static <T> T malformed(String expected) {
    throw new IllegalArgumentException("the argument of a call is not " + expected);
  }

  // ---- values

  /** A fresh copy of what is kept. */
  @Nullable Object value(@Nullable Object kept) {
    return Kept.value(kept, server.local(), session.loader(), session.isForeign());
  }

  /** What is to be kept of a value that was made here. */
  @Nullable Object keep(@Nullable Object value) {
    Object kept = Kept.of(value, server.local());
    if (value != null && Kept.references(kept).length > 0) {
      alive.add(value);
    }
    return kept;
  }

  /** It is over: what it was to store is stored, and what it was to answer is answered. */
  void end() {
    Reference.reachabilityFence(alive);
    alive.clear();
    in = NO_MORE; // what arrived is not kept
    takeBack(served);
  }

  /** Whether something is to be undone if its answer does not arrive. */
  boolean gives() {
    return undo != NOTHING || !given.isEmpty();
  }

  /** It has failed, or its answer does not arrive: what was to come with that is undone. */
  void lost() {
    Runnable what = undo;
    undo = NOTHING;
    taken = null;
    takeBack(given);
    what.run();
  }

  private void takeBack(List<Long> objects) {
    for (long id : objects) {
      server.objects().takeBack(id, holder);
    }
    objects.clear();
  }

  /** Whether two values are equal. Those with the same bytes are, and then no class is needed. */
  boolean equal(@Nullable Object one, @Nullable Object other) {
    if (Objects.equals(one, other)) {
      return true;
    }
    return one instanceof Kept.Bytes
        && other instanceof Kept.Bytes
        && Objects.equals(value(one), value(other));
  }

  // ---- the answer

  /** Answers with what is kept; the client holds from now on to what it refers. */
  void answer(@Nullable Object kept) {
    give(Kept.references(kept));
    Kept.write(kept, out);
  }

  /** The client holds these from now on. */
  void give(long... objects) {
    for (long id : objects) {
      if (server.objects().give(id, holder)) {
        given.add(id);
      }
    }
  }

  /** Adds an object, and answers with its number; the client holds it from now on. */
  void answerNew(Served object) {
    long id = server.objects().add(object, holder);
    given.add(id);
    answer(id);
  }

  /** Adds an object, held until the call is over, to be answered as a proxy. */
  void serve(Served object) {
    served.add(server.objects().add(object, holder));
  }

  void answerMany(Collection<? extends @Nullable Object> all) {
    out.writeVarInt(all.size(), true);
    for (Object kept : all) {
      answer(kept);
    }
  }

  /** Answers with values that were made here, or keys. */
  void answerValue(@Nullable Object value) {
    answer(keep(value));
  }

  void answerValues(Collection<? extends @Nullable Object> all) {
    out.writeVarInt(all.size(), true);
    for (Object value : all) {
      answerValue(value);
    }
  }

  /** If the answer cannot be sent, this is to be done. */
  void ifLost(Runnable what) {
    undo = what;
  }

  /**
   * Things go out with the answer, which the client acknowledges.
   *
   * @param whenTaken told how many it has taken, from the first on
   * @param ifLost is done if it does not say so
   */
  void handOut(IntConsumer whenTaken, Runnable ifLost) {
    taken = whenTaken;
    undo = ifLost;
  }

  boolean isHandedOut() {
    return taken != null;
  }

  /** The answer was sent, and the client has taken so many of the things that were handed out. */
  void arrived(int count) {
    IntConsumer whom = taken;
    if (whom != null) {
      whom.accept(count);
    }
  }
}
