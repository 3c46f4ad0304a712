package org.jvmpool.worker;

/**
 * Does what a child JVM needs soon, and what is slow, while its main thread greets the parent: with
 * a second processor it costs no time. What has not been done when it is needed is waited for, or
 * done by who needs it.
 *
 * <p>A daemon thread, the first thing that a child starts; it ends when all is done.
 */
final class HeadStart extends Thread {
  HeadStart() {
    super("jvmpool-head-start");
    setDaemon(true);
  }

  @Override
  public void run() {
    // The parent decides what Ctrl-C means; the terminal sends it to the whole group.
    IgnoredInterrupt.install();
    openClassPath();
    // Starts what waits for children.
    ProcessHandle.current().parent();
  }

  /**
   * The jars of a class path are opened by the first class that is in none before them, and ours
   * stand in front.
   */
  static void openClassPath() {
    ClassLoader classPath = HeadStart.class.getClassLoader();
    if (classPath != null) {
      classPath.getResource("org/jvmpool/there-is-no-such-resource");
    }
  }
}
