package org.jvmpool.impl.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.OneCore;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Pipe;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLong;
import org.jvmpool.shared.SharedQueue;

/**
 * Pipes and queues of JVMs that know of one processor. If it is the same one they wake each other
 * directly; if each has its own, they find out that they run beside each other.
 */
@Behaviour
@ParameterizedClass
@ValueSource(booleans = {false, true})
class OneProcessorTest {
  private static final int MESSAGES = 5_000;

  private final Multiprocessing mp = Multiprocessing.local();
  private final boolean theSame;

  OneProcessorTest(boolean theSame) {
    assumeTrue(!theSame || OneCore.canBind(), "taskset is needed to bind processes to a core");
    this.theSame = theSame;
  }

  private JvmProcess start(VoidTask task) {
    boolean bound = theSame;
    return mp.processBuilder()
        .jvmOptions("-XX:ActiveProcessorCount=1")
        .task(
            () -> {
              if (bound) {
                OneCore.bind();
              }
              task.run();
            })
        .build()
        .start();
  }

  private static void assertEnds(JvmProcess... processes) throws InterruptedException {
    for (JvmProcess process : processes) {
      assertTrue(process.join(Eventually.LIMIT), process + " still runs");
      assertEquals(OptionalInt.of(0), process.exitCode());
    }
  }

  @Test
  void messagesGoThereAndBack() throws Exception {
    Pipe pipe = mp.pipe();
    Connection one = pipe.first();
    Connection other = pipe.second();
    JvmProcess asks =
        start(
            () -> {
              for (int i = 0; i < MESSAGES; i++) {
                one.send(i);
                assertEquals(i + 1, one.recv());
              }
              one.close();
            });
    JvmProcess answers =
        start(
            () -> {
              for (int i = 0; i < MESSAGES; i++) {
                int asked = (Integer) other.recv();
                other.send(asked + 1);
              }
              assertThrows(EOFException.class, other::recv);
            });
    one.close();
    other.close();
    assertEnds(asks, answers);
  }

  @Test
  void whatTwoPutTwoTakeThoughThereIsSeldomRoom() throws Exception {
    try (SharedQueue<Integer> queue = mp.queue(2);
        SharedLong sum = mp.sharedLong(0)) {
      VoidTask puts =
          () -> {
            for (int i = 1; i <= MESSAGES; i++) {
              queue.put(i);
            }
          };
      VoidTask takes =
          () -> {
            for (int i = 0; i < MESSAGES; i++) {
              sum.addAndGet(queue.take());
            }
          };
      assertEnds(start(puts), start(takes), start(puts), start(takes));
      assertEquals((long) MESSAGES * (MESSAGES + 1), sum.get());
      assertEquals(0, queue.size());
    }
  }

  @Test
  void oneThatWasKilledWhileItWaitedTakesNoWakeUpFromOthers() throws Exception {
    try (SharedQueue<Integer> numbers = mp.queue();
        SharedQueue<Integer> answers = mp.queue();
        SharedEvent begun = mp.event()) {
      List<Integer> got = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        JvmProcess victim =
            start(
                () -> {
                  begun.set();
                  numbers.take();
                });
        begun.await();
        begun.clear();
        JvmProcess takes = start(() -> answers.put(numbers.take()));
        victim.kill();
        victim.join();
        numbers.put(round);
        got.add(answers.take());
        assertEnds(takes);
      }
      assertArrayEquals(new Object[] {0, 1, 2}, got.toArray());
    }
  }

  @Test
  void whoWaitsLongUsesNoProcessorTime() throws Exception {
    Pipe pipe = mp.pipe();
    Connection one = pipe.first();
    Connection other = pipe.second();
    JvmProcess waits =
        start(
            () -> {
              for (int i = 0; i < 100; i++) {
                one.send(i);
                one.recv();
              }
              ThreadMXBean threads = ManagementFactory.getThreadMXBean();
              long before = threads.getCurrentThreadCpuTime();
              assertFalse(one.poll(Duration.ofSeconds(2)));
              long used = threads.getCurrentThreadCpuTime() - before;
              assertTrue(used < 500_000_000, used + " ns of processor time in two seconds");
            });
    one.close();
    for (int i = 0; i < 100; i++) {
      other.send(other.recv());
    }
    assertEnds(waits);
    other.close();
  }

  @Test
  void itHearsAtOnceThatTheOtherEndHasEnded() throws Exception {
    Pipe pipe = mp.pipe();
    Connection one = pipe.first();
    Connection other = pipe.second();
    JvmProcess dies =
        start(
            () -> {
              other.send(other.recv());
              Runtime.getRuntime().halt(0);
            });
    JvmProcess reads =
        start(
            () -> {
              one.send(1);
              one.recv();
              assertThrows(EOFException.class, one::recv);
            });
    one.close();
    other.close();
    assertEnds(dies, reads);
  }
}
