package org.jvmpool.impl.launch;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The directory (mode 0700) of this user in which class-data archives lie from one program to the
 * next: {@code jvmpool} in the user's directory for caches.
 *
 * <pre>
 * &lt;key&gt;-&lt;size&gt;-&lt;last modified, ms&gt;.jsa   an archive; it counts while size and time are those of its name
 * &lt;key&gt;.none                              none could be made; tried again after a day
 * making-…                                is being made by who holds the lock
 * lock                                    locked by the one program that makes an archive
 * </pre>
 *
 * <p>The JVM trusts what an archive holds, so the directory must be the user's own and closed to
 * others; the name shows what was cut short or changed since it was made. At most {@value #KEPT}
 * archives are kept. Safe for many threads and programs.
 */
final class ArchiveDirectory {
  static final int KEPT = 8;

  private static final String SUFFIX = ".jsa";
  private static final String MAKING = "making-";
  private static final Duration TRY_AGAIN = Duration.ofDays(1);

  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;

  private ArchiveDirectory(Path path) {
    this.path = path;
  }

  /**
   * That directory if it can be used; made if it is not there.
   *
   * @param user who must own it
   * @return null if it cannot be made, or is not private
   */
  static @Nullable ArchiveDirectory open(Path path, UserPrincipal user) {
    try {
      boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(path.getParent());
        if (posix) {
          Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PRIVATE));
        } else {
          Files.createDirectory(path);
        }
      }
      return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && (!posix || isPrivate(path, user))
          ? new ArchiveDirectory(path)
          : null;
    } catch (IOException | RuntimeException e) {
      // No home, or one that cannot be written: workers start without an archive.
      return null;
    }
  }

  private static boolean isPrivate(Path path, UserPrincipal user) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.owner().equals(user) && PRIVATE.containsAll(attributes.permissions());
  }

  /** Where it is by default, or null if this user has no place for caches. */
  static @Nullable Path ofUser(Map<String, String> environment, String home) {
    boolean windows = File.separatorChar == '\\';
    String caches = environment.get(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    if (caches != null && Path.of(caches).isAbsolute()) {
      return Path.of(caches, "jvmpool");
    }
    Path own = Path.of(home);
    if (windows || !own.isAbsolute() || !Files.isDirectory(own)) {
      return null;
    }
    Path mac = own.resolve("Library").resolve("Caches");
    return (Files.isDirectory(mac) ? mac : own.resolve(".cache")).resolve("jvmpool");
  }

  /** The archive of that key, if there is a sound one. */
  @Nullable Path find(String key) {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(path, key + "-*" + SUFFIX)) {
      for (Path archive : archives) {
        if (isSound(archive)) {
          return archive;
        }
      }
    } catch (IOException | RuntimeException e) {
      // The same as none.
    }
    return null;
  }

  /** Whether the archive is as it was when it was made. */
  static boolean isSound(Path archive) {
    String name = archive.getFileName().toString();
    try {
      BasicFileAttributes attributes = Files.readAttributes(archive, BasicFileAttributes.class);
      return attributes.isRegularFile() && name.endsWith(seal(attributes));
    } catch (IOException e) {
      return false;
    }
  }

  private static String seal(BasicFileAttributes attributes) {
    return "-" + attributes.size() + "-" + attributes.lastModifiedTime().toMillis() + SUFFIX;
  }

  /** Whether there was a failed attempt not long ago. */
  boolean isHopeless(String key) {
    try {
      FileTime tried = Files.getLastModifiedTime(none(key));
      return tried.toInstant().isAfter(Instant.now().minus(TRY_AGAIN));
    } catch (IOException e) {
      return false;
    }
  }

  /** No archive of that key can be made. */
  void giveUp(String key) throws IOException {
    Files.deleteIfExists(none(key));
    Files.createFile(none(key));
  }

  private Path none(String key) {
    return path.resolve(key + ".none");
  }

  /**
   * The right to make archives here, which one thread of all programs has.
   *
   * @return null when somebody else has it; it ends with {@link Lease#close}, or with this JVM
   */
  @Nullable Lease lease() throws IOException {
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another thread of this JVM, of another copy of these classes.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      return null;
    }
    list(MAKING + "*").forEach(ArchiveDirectory::delete); // what one that was killed has left
    return new Lease(channel);
  }

  /** See {@link #lease()}. */
  final class Lease implements AutoCloseable {
    private final FileChannel locked;

    private Lease(FileChannel locked) {
      this.locked = locked;
    }

    /** A new name for something that is being made; the next lease removes what is left of it. */
    Path making() {
      return path.resolve(
          MAKING
              + ProcessHandle.current().pid()
              + "-"
              + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
    }

    /** From now on this is the archive of that key; old ones are removed. */
    void keep(Path made, String key) throws IOException {
      try (FileChannel channel = FileChannel.open(made, StandardOpenOption.READ)) {
        channel.force(true); // its name must not survive a power failure without its bytes
      }
      String seal = seal(Files.readAttributes(made, BasicFileAttributes.class));
      remove(key);
      Files.deleteIfExists(none(key));
      Files.move(made, path.resolve(key + seal), StandardCopyOption.ATOMIC_MOVE);
      List<Path> all = list("*" + SUFFIX);
      all.sort(Comparator.comparing(ArchiveDirectory::age));
      all.subList(0, Math.max(0, all.size() - KEPT)).forEach(ArchiveDirectory::delete);
      List<Path> failed = list("*.none");
      failed.sort(Comparator.comparing(ArchiveDirectory::age));
      failed.subList(0, Math.max(0, failed.size() - KEPT)).forEach(ArchiveDirectory::delete);
    }

    @Override
    public void close() throws IOException {
      locked.close();
    }
  }

  /** Removes the archives of that key. */
  void remove(String key) {
    list(key + "-*" + SUFFIX).forEach(ArchiveDirectory::delete);
  }

  private List<Path> list(String glob) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, glob)) {
      entries.forEach(files::add);
    } catch (IOException | RuntimeException e) {
      // Nothing to be seen, nothing to be done.
    }
    return files;
  }

  private static FileTime age(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A JVM has it mapped, on a system that then forbids it: another time.
    }
  }
}
