package org.jvmpool.worker.family;

import static org.awaitility.Awaitility.await;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.jvmpool.VoidTask;
import org.jvmpool.worker.codec.Codec;

/**
 * A member of the family that ends before a certain store of its, as if its process had been killed
 * there: it is a thread of this JVM with a membership of its own. From that store on it makes no
 * other, whatever {@code finally} blocks try, and its connections end.
 */
public final class Victim {
  private static final ThreadLocal<int[]> LEFT = new ThreadLocal<>();

  private Victim() {}

  /** Unwinds the stack of who is dead. */
  private static final class Ended extends Error {
    private static final long serialVersionUID = 1;

    Ended() {
      super("killed", null, false, false);
    }
  }

  /** Before any victim runs. */
  public static void watch() {
    Family.otherMembers = new ThreadLocal<>();
    Stores.watcher =
        () -> {
          int[] left = LEFT.get();
          if (left != null && --left[0] <= 0) {
            throw new Ended();
          }
        };
  }

  /** Reads what has travelled as a member that has ended: the last thing that its process does. */
  public static void readsAndIsDead(Object captured) throws Exception {
    Output out = new Output(256, -1);
    Codec.shared().encode(captured, out);
    Family member = Family.oneMore();
    member.die();
    await().atMost(30, TimeUnit.SECONDS).until(() -> !member.lives(member.process()));
    FutureTask<@Nullable Object> read =
        new FutureTask<>(
            () -> {
              Objects.requireNonNull(Family.otherMembers).set(member);
              return Codec.shared().decode(new Input(out.toBytes()), Victim.class.getClassLoader());
            });
    Thread thread = new Thread(read, "test-victim");
    thread.setDaemon(true);
    thread.start();
    Objects.requireNonNull(read.get(30, TimeUnit.SECONDS));
  }

  /**
   * Runs a task as a member of its own; the task has its own handles of what it captures.
   *
   * @param store the store before which it ends, from 1
   * @return whether the task has returned before that
   */
  public static boolean run(int store, VoidTask task) throws Exception {
    Output out = new Output(256, -1);
    Codec.shared().encode(task, out);
    Family member = Family.oneMore();
    FutureTask<Boolean> run =
        new FutureTask<>(
            () -> {
              Objects.requireNonNull(Family.otherMembers).set(member);
              ClassLoader loader = Victim.class.getClassLoader();
              VoidTask own = (VoidTask) Codec.shared().decode(new Input(out.toBytes()), loader);
              LEFT.set(new int[] {store});
              try {
                Objects.requireNonNull(own).run();
                return true;
              } catch (Ended e) {
                return false;
              } finally {
                LEFT.remove();
              }
            });
    Thread thread = new Thread(run, "test-victim");
    thread.setDaemon(true);
    thread.start();
    try {
      return run.get(30, TimeUnit.SECONDS);
    } finally {
      member.die();
    }
  }
}
