package org.jvmpool.samples;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Pipe;

/** Asks a process at the other end of a pipe for sums, until this end is closed. */
public final class Adder {
  private static final String USAGE = "adder";

  private Adder() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, Adder::run);
  }

  static void run(CommandLine arguments, PrintStream out) throws Exception {
    arguments.end();
    Multiprocessing mp = Multiprocessing.local();
    Pipe pipe = mp.pipe();
    Connection there = pipe.second();
    JvmProcess adder = mp.process(() -> add(there)).start();
    there.close(); // the adder has its own, and meets the end when nobody has the other one
    try (Connection here = pipe.first()) {
      for (int[] pair : new int[][] {{1, 2}, {30, 12}}) {
        here.send(pair);
        out.println(pair[0] + " + " + pair[1] + " = " + here.recv());
      }
    }
    adder.join();
    out.println("the adder ended with exit code " + adder.exitCode().orElse(-1));
  }

  private static void add(Connection connection) throws IOException {
    try (connection) {
      while (true) {
        int[] pair = connection.recv(int[].class);
        connection.send(pair[0] + pair[1]);
      }
    } catch (EOFException end) {
      System.out.println("adder: nobody asks any more");
    }
  }
}
