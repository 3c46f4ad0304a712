package org.jvmpool.samples;

import java.io.PrintStream;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;

/**
 * Starts a daemon process, which would run for ever, and one that is none: the end of this program
 * waits for the second and takes the first along.
 */
public final class DaemonProcess {
  private static final String USAGE = "daemon-process";

  private DaemonProcess() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, DaemonProcess::run);
  }

  static void run(CommandLine arguments, PrintStream out) throws Exception {
    arguments.end();
    Multiprocessing mp = Multiprocessing.local();
    JvmProcess daemon =
        mp.processBuilder().name("daemon").daemon(true).task(DaemonProcess::beat).build().start();
    JvmProcess worker =
        mp.processBuilder().name("worker").task(DaemonProcess::work).build().start();
    out.println("started " + daemon.name() + " and " + worker.name());
    worker.join();
    out.println(worker.name() + " ended with exit code " + worker.exitCode().orElse(-1));
    out.println(daemon.name() + " is alive: " + daemon.isAlive() + "; it ends with this program");
  }

  private static void beat() throws InterruptedException {
    while (true) {
      System.out.println("daemon: still here");
      Thread.sleep(200);
    }
  }

  private static void work() throws InterruptedException {
    Thread.sleep(500);
    System.out.println(
        Multiprocessing.local().currentProcess().name()
            + ": a child of "
            + Multiprocessing.local().parentProcess().map(JvmProcess::name).orElse("nobody"));
  }
}
