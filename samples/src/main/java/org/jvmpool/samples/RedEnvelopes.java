package org.jvmpool.samples;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Pipe;
import org.jvmpool.shared.SharedIntArray;

/** Hands red envelopes through a pipe to children who grab at the other end. */
public final class RedEnvelopes {
  private static final String USAGE = "red-envelopes";
  private static final int CHILDREN = 2;
  private static final List<Integer> ENVELOPES = List.of(8, 18, 28, 66, 88);

  private RedEnvelopes() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, RedEnvelopes::run);
  }

  static void run(CommandLine arguments, PrintStream out) throws Exception {
    arguments.end();
    Multiprocessing mp = Multiprocessing.local();
    Pipe pipe = mp.pipe(false);
    Connection hands = pipe.first();
    try (SharedIntArray got = mp.intArray(CHILDREN)) {
      List<JvmProcess> children = new ArrayList<>();
      for (int i = 0; i < CHILDREN; i++) {
        int child = i;
        children.add(mp.process(() -> grab(child, hands, got)).start());
      }
      hands.close(); // the children have theirs
      try (Connection grandmother = pipe.second()) {
        for (int envelope : ENVELOPES) {
          grandmother.send(envelope);
        }
      }
      int sum = 0;
      for (int i = 0; i < CHILDREN; i++) {
        children.get(i).join();
        sum += got.get(i);
      }
      out.println("the children have " + sum + " in all");
    }
  }

  private static void grab(int child, Connection hands, SharedIntArray got) throws IOException {
    try (hands) {
      while (true) {
        int envelope = hands.recv(Integer.class);
        got.addAndGet(child, envelope);
        System.out.println("child " + (child + 1) + " got " + envelope);
      }
    } catch (EOFException end) {
      System.out.println("child " + (child + 1) + " has " + got.get(child));
    }
  }
}
