package org.jvmpool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What can be said about an engine of JVMs on this machine, for {@link
 * Multiprocessing#local(Settings)}: what Python's {@code set_start_method}, {@code set_executable}
 * and {@code set_forkserver_preload} say.
 *
 * <p>Immutable: each {@code with} method returns a changed copy. A wrong value is refused by the
 * method that gets it, with an {@link IllegalArgumentException} that tells the value.
 */
public final class Settings {
  private static final Settings DEFAULTS = new Settings(0, Optional.empty(), Optional.empty());

  private final int spares;
  private final Optional<VoidTask> preload;
  private final Optional<Path> javaHome;

  private Settings(int spares, Optional<VoidTask> preload, Optional<Path> javaHome) {
    this.spares = spares;
    this.preload = preload;
    this.javaHome = javaHome;
  }

  /**
   * What {@link Multiprocessing#local()} has: no spare JVMs, the Java of this JVM.
   *
   * @return the settings
   */
  public static Settings defaults() {
    return DEFAULTS;
  }

  /**
   * Keeps so many JVMs started and warm, waiting to become processes, as Python's fork server is. A
   * process that is started takes one, in a few milliseconds in place of the start of a JVM, and
   * another JVM is started in its place. Each idle one costs the memory of an idle JVM. It has
   * loaded the classes of the tasks that were made before it was started, the last eight of the
   * class path; their static initializers run in the process.
   *
   * <p>A spare fits a process whose command line, environment and working directory are its own:
   * one without a heap, JVM options, system properties, environment or directory of its own. Others
   * start cold, as do all when no spare is left.
   *
   * @param jvms how many, 0 or more; the default is 0
   * @return the changed copy
   * @throws IllegalArgumentException if the number is negative
   */
  public Settings withSpares(int jvms) {
    if (jvms < 0) {
      throw new IllegalArgumentException("spares must be at least 0, but was " + jvms);
    }
    return new Settings(jvms, preload, javaHome);
  }

  /**
   * Runs this in each spare JVM before it is used, to load and warm up what processes will need:
   * Python's {@code set_forkserver_preload}. What it leaves in static fields is there for the
   * process. If it throws, the spare is not used, and the log says why.
   *
   * @param task what to run; serialised when the engine is made
   * @return the changed copy
   */
  public Settings withPreload(VoidTask task) {
    Objects.requireNonNull(task, "preload must not be null");
    return new Settings(spares, Optional.of(task), javaHome);
  }

  /**
   * Sets the Java that runs processes, and workers of pools whose builder names no other: Python's
   * {@code set_executable}.
   *
   * @param home the directory of a JDK or JRE of version 17 or later
   * @return the changed copy
   * @throws IllegalArgumentException if there is no {@code bin/java} in it
   */
  public Settings withJavaHome(Path home) {
    Objects.requireNonNull(home, "javaHome must not be null");
    Path bin = home.toAbsolutePath().resolve("bin");
    if (!Files.isExecutable(bin.resolve("java")) && !Files.isExecutable(bin.resolve("java.exe"))) {
      throw new IllegalArgumentException(
          "javaHome must be the directory of a JDK or JRE with an executable bin/java, but was "
              + home);
    }
    return new Settings(spares, preload, Optional.of(home.toAbsolutePath()));
  }

  /**
   * How many spare JVMs are kept.
   *
   * @return the number, 0 or more
   */
  public int spares() {
    return spares;
  }

  /**
   * What runs first in each spare.
   *
   * @return the task, empty without one
   */
  public Optional<VoidTask> preload() {
    return preload;
  }

  /**
   * The Java that runs processes.
   *
   * @return its home, absolute; empty for that of this JVM
   */
  public Optional<Path> javaHome() {
    return javaHome;
  }

  @Override
  public String toString() {
    return "Settings[spares="
        + spares
        + (preload.isPresent() ? ", with preload" : "")
        + javaHome.map(home -> ", javaHome=" + home).orElse("")
        + "]";
  }
}
