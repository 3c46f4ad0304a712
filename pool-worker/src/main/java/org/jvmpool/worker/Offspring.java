package org.jvmpool.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The processes that this JVM has started, for its end: child JVMs of jvmpool, which end by
 * themselves with their parent, and all others, which do not.
 *
 * <p>Owns a thread at the end of the JVM alone, {@code jvmpool-stopped-children}: a child that is
 * stopped (SIGSTOP, Ctrl-Z) cannot see that its parent ends, so it is killed then. Safe for many
 * threads.
 */
public final class Offspring {
  /** In the environment of each child JVM, and so of all that it starts: which child it is. */
  public static final String MARK = "JVMPOOL_WORKER";

  private static final Path PROCESSES = Path.of("/proc");

  private static final Set<ProcessHandle> JVMS = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean HOOKED = new AtomicBoolean();

  private Offspring() {}

  /** A child JVM was started. */
  public static void began(ProcessHandle jvm) {
    JVMS.add(jvm);
    if (HOOKED.compareAndSet(false, true)) {
      try {
        Runtime.getRuntime()
            .addShutdownHook(new Thread(Offspring::killStopped, "jvmpool-stopped-children"));
      } catch (IllegalStateException e) {
        // This JVM is ending already.
      }
    }
  }

  /** A child JVM has ended. */
  public static void ended(ProcessHandle jvm) {
    JVMS.remove(jvm);
  }

  private static void killStopped() {
    JVMS.stream().filter(Offspring::isStopped).forEach(Offspring::killTree);
  }

  /** Whether it is stopped, as Linux tells in {@code /proc}; false on other systems. */
  private static boolean isStopped(ProcessHandle process) {
    try {
      String stat =
          new String(
              Files.readAllBytes(PROCESSES.resolve(process.pid() + "/stat")),
              StandardCharsets.ISO_8859_1);
      // The state stands behind the name, which may hold anything.
      return stat.startsWith(" T ", stat.lastIndexOf(')') + 1);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Kills what this JVM has started, and that in turn, but for child JVMs: they end with their
   * parent, and have exit hooks to run. On Linux it is found wherever it is, elsewhere as long as
   * it is a descendant.
   */
  static void killOthers() {
    String own = System.getenv(MARK);
    if (own != null) {
      // A child JVM, and what that has started, carries more marks than this one.
      marked(own::equals).stream()
          .filter(process -> !process.equals(ProcessHandle.current()))
          .forEach(ProcessHandle::destroyForcibly);
    }
    ProcessHandle.current()
        .children()
        .filter(child -> !JVMS.contains(child))
        .forEach(Offspring::killTree);
  }

  /** Kills a process and its descendants (SIGKILL); without effect on one that has ended. */
  public static void killTree(ProcessHandle root) {
    List<ProcessHandle> descendants = List.of();
    try {
      // Listed first: after its death they are nobody's.
      descendants = root.descendants().toList();
    } finally {
      // Also when this JVM has no descriptor or no memory to list them.
      root.destroyForcibly();
    }
    for (ProcessHandle descendant : descendants) {
      // Race: it forked after the list was made; its children are still found through it.
      List<ProcessHandle> late = descendant.descendants().toList();
      descendant.destroyForcibly();
      late.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /**
   * The living processes in whose environment stands such a {@link #MARK}, as Linux tells in {@code
   * /proc}; none on other systems. A process that has replaced its environment is not found.
   */
  public static List<ProcessHandle> marked(Predicate<String> mark) {
    List<ProcessHandle> marked = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        String value = markIn(process.resolve("environ"));
        if (value != null && mark.test(value)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .filter(ProcessHandle::isAlive)
              .ifPresent(marked::add);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // There is no /proc here.
    }
    return marked;
  }

  private static @Nullable String markIn(Path environ) {
    try {
      String all = '\0' + new String(Files.readAllBytes(environ), StandardCharsets.ISO_8859_1);
      int at = all.indexOf('\0' + MARK + '=');
      return at < 0 ? null : all.substring(at + MARK.length() + 2, all.indexOf('\0', at + 1));
    } catch (IOException | StringIndexOutOfBoundsException e) {
      return null; // another user's, or it has just ended
    }
  }
}
