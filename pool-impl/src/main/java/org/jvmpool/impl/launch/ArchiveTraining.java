package org.jvmpool.impl.launch;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.TrainingMain;

/**
 * Makes one class-data archive: starts a child JVM that lives a short worker's life and writes at
 * its end what it has loaded.
 *
 * <p>One daemon thread, {@code jvmpool-archive}, for each archive that this JVM tries to make,
 * which it does once. It ends with the child, which it kills after a minute. When this JVM ends
 * before, a shutdown hook kills the child; when it is killed, the child sees the end of its
 * standard input.
 */
final class ArchiveTraining implements Runnable {
  private static final Log LOG = Logs.of(ArchiveTraining.class);
  private static final long LIMIT_SECONDS = 60;

  private static final Set<String> TRIED = ConcurrentHashMap.newKeySet();

  private final ArchiveDirectory directory;
  private final String key;
  private final JavaHome java;
  private final List<String> options;
  private final List<String> jars;
  private final Map<String, String> environment;

  /** This JVM ends: how the child ends then says nothing. */
  private volatile boolean abandoned;

  private ArchiveTraining(
      ArchiveDirectory directory,
      String key,
      JavaHome java,
      List<String> options,
      List<String> jars,
      Map<String, String> environment) {
    this.directory = directory;
    this.key = key;
    this.java = java;
    this.options = options;
    this.jars = jars;
    this.environment = environment;
  }

  /** Returns at once; does nothing at the second call for that archive. */
  static void start(
      ArchiveDirectory directory,
      String key,
      JavaHome java,
      List<String> options,
      List<String> jars,
      Map<String, String> environment) {
    if (TRIED.add(key)) {
      Thread thread =
          new Thread(
              new ArchiveTraining(directory, key, java, options, jars, environment),
              "jvmpool-archive");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void run() {
    try (ArchiveDirectory.Lease lease = directory.lease()) {
      // Race: somebody has made it since we looked.
      if (lease != null && directory.find(key) == null && !directory.isHopeless(key)) {
        make(lease);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("no class-data archive can be made: {}", e.toString());
    }
  }

  private void make(ArchiveDirectory.Lease lease) throws IOException {
    Path archive = lease.making();
    Path page = lease.making();
    ProcessBuilder builder = new ProcessBuilder(command(archive, page));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    Process child = builder.start();
    Thread hook =
        new Thread(
            () -> {
              abandoned = true;
              end(child, archive, page);
            },
            "jvmpool-archive-cleanup");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      end(child, archive, page); // this JVM is ending already
      return;
    }
    try {
      Integer exitCode = exitOf(child);
      if (exitCode == null || abandoned) {
        LOG.debug("no class-data archive: its making was broken off");
      } else if (exitCode == 0 && Files.exists(archive)) {
        lease.keep(archive, key);
        LOG.debug("made a class-data archive, {}", key);
      } else {
        directory.giveUp(key);
        LOG.debug("no class-data archive: the training JVM ended with exit code {}", exitCode);
      }
    } finally {
      end(child, archive, page);
      removeHook(hook);
    }
  }

  private List<String> command(Path archive, Path page) {
    List<String> command = new ArrayList<>();
    command.add(java.binary().toString());
    command.addAll(options);
    command.addAll(List.of("-Xshare:auto", "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
    command.add("-XX:ArchiveClassesAtExit=" + archive);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, jars)));
    command.addAll(List.of(TrainingMain.class.getName(), page.toString()));
    return command;
  }

  /** Null when it takes too long, or when this JVM ends meanwhile. */
  private static @Nullable Integer exitOf(Process child) {
    try {
      return child.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) ? child.exitValue() : null;
    } catch (InterruptedException e) {
      return null; // nobody interrupts it but who wants all threads to end
    }
  }

  private static void end(Process child, Path archive, Path page) {
    child.destroyForcibly();
    ArchiveDirectory.delete(archive);
    ArchiveDirectory.delete(page);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs, and finds nothing to do.
    }
  }
}
