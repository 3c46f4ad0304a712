package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.jvmpool.Multiprocessing;
import org.jvmpool.impl.behaviour.shared.Beside;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Pipe;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;

/** A program that has no file descriptor left. */
@Behaviour
@DisabledOnOs(OS.WINDOWS)
class NoDescriptorLeftTest {
  @Test
  void whoChangesSomethingWakesThoseThatWaitAndWhoCannotWaitIsToldSo() throws Exception {
    try (ChildProgram program =
        ChildProgram.start(
            List.of("/bin/sh", "-c", "ulimit -n 400; exec \"$@\"", "sh"),
            UsesThemUp.class.getName())) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of("refused", "woken", "ended"), program.out(), program::toString);
    }
  }

  @Test
  void whoCannotWaitForASignalHasItsLockAgainAndIsNotSignalled() throws Exception {
    try (ChildProgram program =
        ChildProgram.start(
            List.of("/bin/sh", "-c", "ulimit -n 400; exec \"$@\"", "sh"),
            CannotWait.class.getName())) {
      assertEquals(0, program.awaitExit(), program::toString);
      assertEquals(List.of("refused", "signalled"), program.out(), program::toString);
    }
  }

  /** What a program without descriptors tries. */
  private interface Wait {
    void until(Duration limit) throws InterruptedException;
  }

  /**
   * Has no descriptor to wait for a signal, nor for its lock, which another has taken meanwhile.
   */
  static final class CannotWait {
    private CannotWait() {}

    private static Beside<Boolean> sleeper(SharedCondition condition) throws Exception {
      Beside<Boolean> sleeper =
          Beside.call(
              () -> {
                condition.lock().lock();
                boolean signalled = condition.await(Eventually.LIMIT);
                condition.lock().unlock();
                return signalled;
              });
      return sleeper.blocked();
    }

    private static void signal(SharedCondition condition) {
      condition.lock().lock();
      condition.signal();
      condition.lock().unlock();
    }

    public static void main(String[] args) throws Exception {
      SharedLock lock = Multiprocessing.local().lock();
      SharedCondition condition = lock.newCondition();
      Wait waits = condition::await;
      Beside<Boolean> early = sleeper(condition); // once with descriptors, for the classes
      signal(condition);
      early.get();
      // More than connections were opened so far: none of them is idle.
      SharedLock another = Multiprocessing.local().lock();
      another.lock();
      List<Beside<Boolean>> others = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        others.add(UsesThemUp.waiter(another));
      }
      AtomicBoolean begins = new AtomicBoolean();
      lock.lock();
      Beside<Void> takesTheLock =
          Beside.call(
              () -> {
                begins.set(true);
                while (!lock.tryLock()) {
                  Thread.onSpinWait();
                }
                LockSupport.parkNanos(300_000_000);
                lock.unlock();
                return null;
              });
      Eventually.until(begins::get);
      List<FileInputStream> all = new ArrayList<>();
      String refused;
      try {
        while (true) {
          all.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        refused = UsesThemUp.refusal(waits);
      }
      lock.unlock(); // which throws if it has not got it again
      for (FileInputStream each : all) {
        each.close();
      }
      takesTheLock.get();
      another.unlock();
      for (Beside<Boolean> other : others) {
        other.get();
      }
      Beside<Boolean> sleeper = sleeper(condition);
      signal(condition);
      System.out.println(refused);
      System.out.println(sleeper.get() ? "signalled" : "not signalled");
    }
  }

  /** Uses up its descriptors while threads wait. */
  static final class UsesThemUp {
    private UsesThemUp() {}

    private static Beside<Boolean> waiter(SharedLock lock) {
      return Beside.call(
              () -> {
                boolean locked = lock.tryLock(Eventually.LIMIT);
                lock.unlock();
                return locked;
              })
          .blocked();
    }

    private static Beside<Boolean> reader(Connection end) {
      return Beside.call(() -> end.poll(Eventually.LIMIT)).blocked();
    }

    private static String refusal(Wait wait) throws InterruptedException {
      try {
        wait.until(Eventually.LIMIT);
        return "waited";
      } catch (IllegalStateException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("ulimit -n") ? "refused" : message;
      }
    }

    public static void main(String[] args) throws Exception {
      Multiprocessing mp = Multiprocessing.local();
      SharedLock lock = mp.lock();
      SharedEvent never = mp.event();
      Wait waits = never::await;
      // All once with descriptors, as classes take some to be loaded.
      Pipe early = mp.pipe();
      Beside<Boolean> first = reader(early.first());
      early.second().close();
      first.get();
      lock.lock();
      Beside<Boolean> second = waiter(lock);
      lock.unlock();
      second.get();
      lock.lock();
      Pipe pipe = mp.pipe();
      Beside<Boolean> third = waiter(lock);
      Beside<Boolean> fourth = reader(pipe.first());
      // More than connections were opened so far: none of them is idle.
      List<Beside<Boolean>> others = new ArrayList<>();
      SharedLock another = mp.lock();
      another.lock();
      for (int i = 0; i < 8; i++) {
        others.add(waiter(another));
      }

      List<FileInputStream> all = new ArrayList<>();
      String refused;
      try {
        while (true) {
          all.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        refused = refusal(waits);
        lock.unlock();
        pipe.second().close();
      }
      boolean woken = third.get();
      boolean ended = fourth.get();
      for (FileInputStream each : all) {
        each.close();
      }
      another.unlock();
      for (Beside<Boolean> other : others) {
        other.get();
      }
      System.out.println(refused);
      System.out.println(woken ? "woken" : "not woken");
      System.out.println(ended ? "ended" : "not ended");
    }
  }
}
