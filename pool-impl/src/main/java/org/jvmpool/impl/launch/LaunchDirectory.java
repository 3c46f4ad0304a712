package org.jvmpool.impl.launch;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.family.Leftovers;

/**
 * A private directory of one launcher, or of one manager for its socket, (mode 0700) in {@code
 * java.io.tmpdir}, made when it is first needed.
 *
 * <p>It goes with {@link #delete()}, or at the end of this JVM through one shutdown hook for all,
 * or, after a crash, when the next JVM of this user first makes one. Its name says whose it is
 * ({@link Leftovers}).
 */
public final class LaunchDirectory {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

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

  /** The user who runs this JVM, as whom its files are made. */
  synchronized UserPrincipal owner() throws IOException {
    return Files.getOwner(file(""));
  }

  /** Removes the directory and what is in it; no file can be made in it afterwards. */
  public synchronized void delete() {
    deleted = true;
    if (path != null) {
      OPEN.remove(path);
      Leftovers.deleteTree(path);
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
    Path created = createDirectory(parent, Leftovers.prefix("launch"), attributes);
    OPEN.add(created);
    if (HOOKED.compareAndSet(false, true)) {
      deleteAtTheEnd();
    }
    return created;
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
    Thread hook = new Thread(LaunchDirectory::deleteAll, "jvmpool-launch-cleanup");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is ending already; the next one sweeps.
    }
  }

  /** Also what workers share with this JVM, whose names are given up once both have opened it. */
  private static void deleteAll() {
    Set<Path> places = new HashSet<>(Set.of(SHARED_MEMORY));
    for (Path directory : OPEN) {
      places.add(directory.getParent());
      Leftovers.deleteTree(directory);
    }
    for (Path place : places) {
      Leftovers.removeOwn(place, "claims");
      Leftovers.removeOwn(place, "segments");
    }
  }

  /** Removes what crashed JVMs have left beside this directory; at the first call in this JVM. */
  synchronized void tidyUpAfterOthers() {
    if (path != null && TIDIED.compareAndSet(false, true)) {
      try {
        UserPrincipal user = Files.getOwner(path);
        Leftovers.sweep(parent(), user);
        if (Files.isDirectory(SHARED_MEMORY)) {
          Leftovers.sweep(SHARED_MEMORY, user);
        }
      } catch (IOException | RuntimeException e) {
        // Tidying for others; nothing of ours depends on it.
      }
    }
  }
}
