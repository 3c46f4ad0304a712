package org.jvmpool.impl.testkit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * After each test no child process, no thread named {@code jvmpool-…} and no file named {@code
 * jvmpool…} of this JVM may be left. They get ten seconds to go; what is then still there fails the
 * test and is listed with the stacks of all threads.
 *
 * <p>What was there before the test belongs to an earlier one, which has been reported: one leak
 * fails one test. Processes that were left are killed.
 */
public final class HouseCheck
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, PreInterruptCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A family begins with this JVM's first shared object and ends with this JVM. */
  private static final Set<String> FAMILY_THREADS =
      Set.of("jvmpool-coordinator", "jvmpool-shared-cleaner");

  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(HouseCheck.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    Archives.prepare();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(SPACE).put("before", things());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    @SuppressWarnings("unchecked")
    Set<Object> before =
        (Set<Object>) context.getStore(SPACE).getOrDefault("before", Set.class, Set.of());
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .atMost(PATIENCE)
          .until(() -> left(before).isEmpty());
    } catch (ConditionTimeoutException late) {
      List<Object> left = left(before);
      if (left.isEmpty()) {
        return;
      }
      String report =
          left.stream().map(HouseCheck::describe).collect(Collectors.joining("\n  ", "\n  ", "\n"))
              + Stacks.ofThisJvm()
              + Stacks.ofChildren();
      left.stream()
          .filter(ProcessHandle.class::isInstance)
          .forEach(process -> ((ProcessHandle) process).destroyForcibly());
      throw new AssertionError(
          nameOf(context)
              + " left "
              + left.size()
              + " things behind "
              + PATIENCE.toSeconds()
              + " s after it ended:"
              + report);
    }
  }

  /** Called when a test has used up its time, before its thread is interrupted. */
  @Override
  public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
    System.err.println(
        nameOf(context)
            + " hangs in "
            + interrupt.getThreadToInterrupt()
            + "\n"
            + Stacks.ofThisJvm()
            + Stacks.ofChildren());
  }

  private static String nameOf(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName()
        + "."
        + context.getRequiredTestMethod().getName()
        + " "
        + context.getDisplayName();
  }

  private static List<Object> left(Set<Object> before) {
    List<Object> left = new ArrayList<>(things());
    left.removeAll(before);
    return left;
  }

  /** The threads of pools and processes of this JVM. */
  public static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().startsWith("jvmpool-"))
        .filter(thread -> !FAMILY_THREADS.contains(thread.getName()))
        .toList();
  }

  private static Set<Object> things() {
    Set<Object> things = new LinkedHashSet<>();
    ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).forEach(things::add);
    things.addAll(threads());
    filesOf(ProcessHandle.current().pid()).stream()
        .filter(file -> !file.getFileName().toString().startsWith("jvmpool-family-"))
        .forEach(things::add);
    return things;
  }

  /** Files of that JVM: their name has its pid, as other programs may be at work beside. */
  public static List<Path> filesOf(long pid) {
    List<Path> files = new ArrayList<>(files(Path.of("/dev/shm"), pid));
    files.addAll(files(Path.of(System.getProperty("java.io.tmpdir")), pid));
    return files;
  }

  /** The directories of this JVM's launchers. */
  public static List<Path> launchDirectories() {
    return filesOf(ProcessHandle.current().pid()).stream()
        .filter(file -> file.getFileName().toString().startsWith("jvmpool-launch-"))
        .toList();
  }

  private static List<Path> files(Path directory, long pid) {
    Pattern ours = Pattern.compile("jvmpool(.*\\D)?" + pid + "(\\D.*)?");
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return files;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "jvmpool*")) {
      for (Path entry : entries) {
        if (ours.matcher(entry.getFileName().toString()).matches()) {
          files.add(entry);
        }
      }
    } catch (IOException e) {
      throw new AssertionError("cannot list " + directory, e);
    }
    return files;
  }

  private static String describe(Object thing) {
    if (thing instanceof ProcessHandle process) {
      return "process "
          + process.pid()
          + " "
          + process.info().commandLine().orElse(process.info().command().orElse("?"));
    }
    return thing instanceof Thread ? "thread " + thing : "file " + thing;
  }
}
