package org.jvmpool.samples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedInt;

/**
 * Sells the same tickets in three processes: without a lock some are sold twice, with one none is.
 */
public final class TicketSelling {
  private static final String USAGE = "ticket-selling";
  private static final int TICKETS = 10;
  private static final int SELLERS = 3;

  private TicketSelling() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, TicketSelling::run);
  }

  static void run(CommandLine arguments, PrintStream out) throws Exception {
    arguments.end();
    out.println(
        "without a lock: " + sellAll(false) + " buyers have one of " + TICKETS + " tickets");
    out.println("with a lock: " + sellAll(true) + " buyers have one of " + TICKETS + " tickets");
  }

  private static int sellAll(boolean locked) throws InterruptedException {
    Multiprocessing mp = Multiprocessing.local();
    try (SharedInt left = mp.sharedInt(TICKETS);
        SharedInt sold = mp.sharedInt(0);
        SharedBarrier opening = mp.barrier(SELLERS)) {
      List<JvmProcess> sellers = new ArrayList<>();
      for (int i = 0; i < SELLERS; i++) {
        sellers.add(
            mp.process(
                    () -> {
                      opening.await();
                      while (locked ? sellLocked(left) : sell(left)) {
                        sold.incrementAndGet();
                      }
                    })
                .start());
      }
      for (JvmProcess seller : sellers) {
        seller.join();
      }
      return sold.get();
    }
  }

  private static boolean sellLocked(SharedInt left) throws InterruptedException {
    left.lock().lock();
    try {
      return sell(left);
    } finally {
      left.lock().unlock();
    }
  }

  private static boolean sell(SharedInt left) throws InterruptedException {
    int number = left.get();
    if (number == 0) {
      return false;
    }
    Thread.sleep(5); // the printer is slow, and the others see the same number meanwhile
    left.set(number - 1);
    return true;
  }
}
