package org.jvmpool.impl.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    private static String refusal(SharedEvent event) throws InterruptedException {
      try {
        event.await(Eventually.LIMIT);
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
        refused = refusal(never);
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
