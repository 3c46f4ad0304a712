package org.jvmpool.samples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedInt;

/** Has producers and consumers wait for room and for goods in a warehouse, by a condition. */
public final class Warehouse {
  private static final String USAGE = "warehouse";
  private static final int ROOM = 3;
  private static final int GOODS = 6;

  private Warehouse() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, Warehouse::run);
  }

  static void run(CommandLine arguments, PrintStream out) throws Exception {
    arguments.end();
    Multiprocessing mp = Multiprocessing.local();
    SharedCondition changed = mp.condition();
    try (SharedInt stock = mp.sharedInt(0);
        SharedInt bought = mp.sharedInt(0)) {
      List<JvmProcess> all = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        all.add(mp.process(() -> produce(changed, stock)).start());
        all.add(mp.process(() -> consume(changed, stock, bought)).start());
      }
      for (JvmProcess each : all) {
        each.join();
      }
      out.println("bought " + bought.get() + ", in stock " + stock.get());
    } finally {
      changed.lock().close();
    }
  }

  private static void produce(SharedCondition changed, SharedInt stock)
      throws InterruptedException {
    for (int i = 0; i < GOODS; i++) {
      changed.lock().lock();
      try {
        while (stock.get() == ROOM) {
          changed.await();
        }
        System.out.println("in stock: " + stock.incrementAndGet());
        changed.signalAll();
      } finally {
        changed.lock().unlock();
      }
    }
  }

  private static void consume(SharedCondition changed, SharedInt stock, SharedInt bought)
      throws InterruptedException {
    for (int i = 0; i < GOODS; i++) {
      changed.lock().lock();
      try {
        while (stock.get() == 0) {
          changed.await();
        }
        stock.addAndGet(-1);
        bought.incrementAndGet();
        changed.signalAll();
      } finally {
        changed.lock().unlock();
      }
    }
  }
}
