package org.jvmpool.impl.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A private directory of one launcher, or of one manager for its socket, (mode 0700) in {@code
 * java.io.tmpdir}, made when it is first needed.
 *
 * <p>It goes with {@link #delete()}, or at the end of this JVM through one shutdown hook for all,
 * or, after a crash, when the next JVM of this user first makes one. The name says whose it is:
 * {@code jvmpool-launch-<pid namespace>-<pid>-<start in milliseconds>-<random>}. Claim pages that a
 * killed JVM left have such names, too, and go with them.
 */
public final class LaunchDirectory {
  private static final Pattern NAME =
      Pattern.compile("jvmpool-(?:launch|claims)-(\\d+)-(\\d+)-(\\d+)-\\d+");

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** The system's clock may be set between two looks at a process's start. */
  private static final Duration SAME_START = Duration.ofSeconds(10);

  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean HOOKED = new AtomicBoolean();
  private static final AtomicBoolean TIDIED = new AtomicBoolean();

  private @Nullable Path path; // guarded by this
  private boolean deleted; // guarded by this

  /** A file of that name in the directory, which exists after the call. */
  public synchronized Path file(String name) throws IOException {
    if (deleted) {
      throw new IOException("the launcher is closed");
    }
    // Made anew if something cleaned the temp directory under a long-lived pool.
    if (path == null || !Files.isDirectory(path)) {
      path = create(parent());
    }
    return path.resolve(name);
  }

  /** Removes the directory and what is in it; no file can be made in it afterwards. */
  public synchronized void delete() {
    deleted = true;
    if (path != null) {
      OPEN.remove(path);
      deleteTree(path);
      path = null;
    }
  }

  private static Path parent() {
    return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
  }

  private static Path create(Path parent) throws IOException {
    boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Path created = createDirectory(parent, prefix("launch"), attributes);
    OPEN.add(created);
    if (HOOKED.compareAndSet(false, true)) {
      deleteAtTheEnd();
    }
    return created;
  }

  /** How the name of a file of this JVM starts; digits follow. */
  static String prefix(String kind) {
    ProcessHandle self = ProcessHandle.current();
    return "jvmpool-" + kind + "-" + namespace() + "-" + self.pid() + "-" + start(self) + "-";
  }

  /**
   * The name needs no secret, since making a directory fails if anything has that name; and a
   * secure random number costs 20 ms at the start of a JVM.
   */
  private static Path createDirectory(Path parent, String prefix, FileAttribute<?>[] attributes)
      throws IOException {
    while (true) {
      try {
        Path path = parent.resolve(prefix + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
        return Files.createDirectory(path, attributes);
      } catch (FileAlreadyExistsException e) {
        // Somebody has that name. Another one, then.
      }
    }
  }

  private static void deleteAtTheEnd() {
    Thread hook =
        new Thread(() -> OPEN.forEach(LaunchDirectory::deleteTree), "jvmpool-launch-cleanup");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is ending already; the next one sweeps.
    }
  }

  /** Removes what crashed JVMs have left beside this directory; at the first call in this JVM. */
  synchronized void tidyUpAfterOthers() {
    if (path != null && TIDIED.compareAndSet(false, true)) {
      try {
        UserPrincipal user = Files.getOwner(path);
        sweep(parent(), user);
        if (Files.isDirectory(SHARED_MEMORY)) {
          sweep(SHARED_MEMORY, user);
        }
      } catch (IOException | RuntimeException e) {
        // Tidying for others; nothing of ours depends on it.
      }
    }
  }

  /** Removes what crashed JVMs of that user have left in that directory. */
  static void sweep(Path parent, UserPrincipal user) {
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
  static String namespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      String digits = link.replaceAll("\\D", "");
      return digits.isEmpty() ? "0" : digits;
    } catch (IOException | RuntimeException e) {
      return "0";
    }
  }

  private static void deleteTree(Path directory) {
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
