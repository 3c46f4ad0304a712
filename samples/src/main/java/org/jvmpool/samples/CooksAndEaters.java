package org.jvmpool.samples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.SharedInt;
import org.jvmpool.shared.SharedQueue;

/**
 * Passes dishes from cooks to eaters through a queue: once with a marker for its end, once with a
 * joinable queue and daemons, which end with the program.
 */
public final class CooksAndEaters {
  private static final String USAGE = "cooks-and-eaters";
  private static final int COOKS = 2;
  private static final int EATERS = 2;
  private static final int DISHES = 5;
  private static final String CLOSED = "the kitchen is closed";

  private CooksAndEaters() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, CooksAndEaters::run);
  }

  static void run(CommandLine arguments, PrintStream out) throws Exception {
    arguments.end();
    withEndMarker(out);
    withJoin(out);
  }

  private static void withEndMarker(PrintStream out) throws InterruptedException {
    Multiprocessing mp = Multiprocessing.local();
    try (SharedQueue<String> counter = mp.queue(3);
        SharedInt eaten = mp.sharedInt(0)) {
      List<JvmProcess> cooks = new ArrayList<>();
      for (int i = 1; i <= COOKS; i++) {
        String cook = "cook " + i;
        cooks.add(mp.process(() -> cook(cook, counter)).start());
      }
      List<JvmProcess> eaters = new ArrayList<>();
      for (int i = 0; i < EATERS; i++) {
        eaters.add(
            mp.process(
                    () -> {
                      while (!counter.take().equals(CLOSED)) {
                        eaten.incrementAndGet();
                      }
                    })
                .start());
      }
      join(cooks);
      for (int i = 0; i < EATERS; i++) {
        counter.put(CLOSED); // behind the last dish, one for each eater
      }
      join(eaters);
      out.println("with an end marker: " + eaten.get() + " dishes eaten");
    }
  }

  private static void withJoin(PrintStream out) throws InterruptedException {
    Multiprocessing mp = Multiprocessing.local();
    JoinableQueue<String> counter = mp.joinableQueue(3);
    SharedInt eaten = mp.sharedInt(0);
    for (int i = 0; i < EATERS; i++) {
      mp.processBuilder()
          .daemon(true)
          .task(
              () -> {
                while (true) {
                  System.out.println("eaten: " + counter.take());
                  eaten.incrementAndGet();
                  counter.taskDone();
                }
              })
          .build()
          .start();
    }
    JvmProcess cook = mp.process(() -> cook("the only cook", counter)).start();
    cook.join();
    counter.join(); // until there was a taskDone for each put
    out.println("with a joinable queue: " + eaten.get() + " dishes eaten");
  }

  private static void cook(String name, SharedQueue<String> counter) throws InterruptedException {
    for (int i = 1; i <= DISHES; i++) {
      counter.put("dish " + i + " of " + name);
    }
  }

  private static void join(List<JvmProcess> processes) throws InterruptedException {
    for (JvmProcess process : processes) {
      process.join();
    }
  }
}
