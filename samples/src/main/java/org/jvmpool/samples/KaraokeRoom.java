package org.jvmpool.samples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.SharedInt;
import org.jvmpool.shared.SharedSemaphore;

/** Lets five guests sing in a karaoke room that has two microphones: a semaphore. */
public final class KaraokeRoom {
  private static final String USAGE = "karaoke-room";
  private static final int MICROPHONES = 2;
  private static final int GUESTS = 5;

  private KaraokeRoom() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, KaraokeRoom::run);
  }

  static void run(CommandLine arguments, PrintStream out) throws Exception {
    arguments.end();
    Multiprocessing mp = Multiprocessing.local();
    try (SharedSemaphore microphones = mp.boundedSemaphore(MICROPHONES);
        SharedInt singing = mp.sharedInt(0);
        SharedInt sung = mp.sharedInt(0);
        SharedInt most = mp.sharedInt(0)) {
      List<JvmProcess> guests = new ArrayList<>();
      for (int i = 1; i <= GUESTS; i++) {
        String guest = "guest " + i;
        guests.add(
            mp.process(
                    () -> {
                      microphones.acquire();
                      try {
                        atLeast(most, singing.incrementAndGet());
                        System.out.println(guest + " sings");
                        Thread.sleep(100);
                        sung.incrementAndGet();
                        singing.addAndGet(-1);
                      } finally {
                        microphones.release();
                      }
                    })
                .start());
      }
      for (JvmProcess guest : guests) {
        guest.join();
      }
      out.println(
          sung.get()
              + " guests sang, never more than "
              + MICROPHONES
              + " at a time: "
              + (most.get() <= MICROPHONES));
    }
  }

  private static void atLeast(SharedInt value, int floor) {
    int seen = value.get();
    while (seen < floor && !value.compareAndSet(seen, floor)) {
      seen = value.get();
    }
  }
}
