package org.jvmpool.worker.family;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The private directories (mode 0700) of a family: one in {@code /dev/shm} where that can be used,
 * and one in the temporary directory for what finds no room there. The root makes them with the
 * family's first shared object and removes them when it ends, through a shutdown hook; after a
 * crash the next root of this user does.
 */
record FamilyDirectory(Segments segments, Path socket) {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /** Less than this is free: it is not worth to begin there. */
  private static final long USEFUL = 8 << 20;

  /** The name of a Unix domain socket has at most some hundred bytes. */
  private static final int LONGEST_SOCKET = 100;

  private static final Path SHORT = Path.of("/tmp");
  private static final String SEPARATOR = "\n";

  /** Makes the directories, which go with this JVM. */
  static FamilyDirectory create() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    String name =
        Leftovers.prefix("family") + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    List<Path> made = new ArrayList<>();
    Path overflow = make(temporary, name, made);
    Path directory =
        isUsable(SHARED_MEMORY) ? tryMake(SHARED_MEMORY, name, made, overflow) : overflow;
    Thread hook = new Thread(() -> made.forEach(Leftovers::deleteTree), "jvmpool-family-cleanup");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is ending already; the next one sweeps.
    }
    UserPrincipal user = Files.getOwner(overflow);
    for (Path each : made) {
      Leftovers.sweep(Objects.requireNonNull(each.getParent()), user);
    }
    Path socket = socket(directory);
    if (isTooLong(socket) && Files.isDirectory(SHORT)) {
      socket = socket(make(SHORT, name, made));
    }
    return new FamilyDirectory(new Segments(directory, overflow), socket);
  }

  private static Path socket(Path directory) {
    return directory.resolve("coordinator");
  }

  private static boolean isTooLong(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET;
  }

  private static boolean isUsable(Path place) {
    try {
      return Files.isDirectory(place)
          && Files.isWritable(place)
          && Files.getFileStore(place).getUsableSpace() >= USEFUL;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path tryMake(Path parent, String name, List<Path> made, Path otherwise) {
    try {
      return make(parent, name, made);
    } catch (IOException | UnsupportedOperationException e) {
      return otherwise;
    }
  }

  private static Path make(Path parent, String name, List<Path> made) throws IOException {
    boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Path directory = Files.createDirectory(parent.resolve(name), attributes);
    made.add(directory);
    return directory;
  }

  /** Where all sockets are. */
  Path sockets() {
    return Objects.requireNonNull(socket.getParent());
  }

  /** What a child needs to know to find them. */
  String address() {
    return String.join(
        SEPARATOR,
        segments.directory().toString(),
        segments.overflow().toString(),
        socket.toString());
  }

  /** What the root has made. */
  static FamilyDirectory at(String address) throws IOException {
    String[] parts = address.split(SEPARATOR);
    if (parts.length != 3) {
      throw new IOException("no address of a family: " + address);
    }
    return new FamilyDirectory(
        new Segments(Path.of(parts[0]), Path.of(parts[1])), Path.of(parts[2]));
  }
}
