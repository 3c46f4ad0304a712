package org.jvmpool.worker.family;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files of JVMs that were killed. What jvmpool makes outside of the user's directories says in its
 * name whose it is, {@code jvmpool-<kind>-<pid namespace>-<pid>-<start in milliseconds>-<random>},
 * so that the next JVM of that user can tell what nobody owns any more.
 */
public final class Leftovers {
  private static final Pattern NAME =
      Pattern.compile("jvmpool-(?:launch|segments|claims|family)-(\\d+)-(\\d+)-(\\d+)-\\d+");

  /** The system's clock may be set between two looks at a process's start. */
  private static final Duration SAME_START = Duration.ofSeconds(10);

  private static final String OWNER = owner();

  private Leftovers() {}

  /** How the name of a file of this JVM starts; digits follow. */
  public static String prefix(String kind) {
    return "jvmpool-" + kind + OWNER;
  }

  private static String owner() {
    ProcessHandle self = ProcessHandle.current();
    return "-" + namespace() + "-" + self.pid() + "-" + start(self) + "-";
  }

  /** Removes what crashed JVMs of that user have left in that directory. */
  public static void sweep(Path parent, UserPrincipal user) {
    String namespace = namespace();
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, "jvmpool-*")) {
      for (Path entry : left) {
        Matcher name = NAME.matcher(entry.getFileName().toString());
        if (name.matches()
            && name.group(1).equals(namespace)
            && isGone(Long.parseLong(name.group(2)), Long.parseLong(name.group(3)))
            && Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS).equals(user)) {
          if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            deleteTree(entry);
          } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(entry);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      // Tidying for others; nothing of ours depends on it.
    }
  }

  /** Removes what this JVM has made of that kind in that directory, at its end. */
  public static void removeOwn(Path parent, String kind) {
    try (DirectoryStream<Path> own = Files.newDirectoryStream(parent, prefix(kind) + "*")) {
      for (Path entry : own) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException | RuntimeException e) {
      // The next JVM of this user sweeps.
    }
  }

  private static boolean isGone(long pid, long startMillis) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return true;
    }
    long start = start(process.get());
    return start != 0 && startMillis != 0 && Math.abs(start - startMillis) > SAME_START.toMillis();
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** A pid means something only within its namespace, and containers may share a temp directory. */
  public static String namespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      String digits = link.replaceAll("\\D", "");
      return digits.isEmpty() ? "0" : digits;
    } catch (IOException | RuntimeException e) {
      return "0";
    }
  }

  /** Removes a directory and the files in it. */
  public static void deleteTree(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException | RuntimeException e) {
      // Gone already, or held open on a system that forbids it: the next start sweeps.
    }
  }
}
