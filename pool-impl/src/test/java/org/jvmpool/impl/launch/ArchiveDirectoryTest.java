package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ArchiveDirectoryTest {
  @TempDir Path temp;
  private Path path;
  private ArchiveDirectory directory;

  @BeforeEach
  void open() throws IOException {
    path = temp.resolve("a").resolve("jvmpool");
    directory = ArchiveDirectory.open(path, Files.getOwner(temp));
  }

  private Path keep(String key, String content) throws IOException {
    try (ArchiveDirectory.Lease lease = directory.lease()) {
      Path made = lease.making();
      Files.writeString(made, content);
      lease.keep(made, key);
    }
    return directory.find(key);
  }

  @Test
  void isPrivate() throws IOException {
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    assertNotNull(ArchiveDirectory.open(path, Files.getOwner(temp)));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x---"));
    assertNull(ArchiveDirectory.open(path, Files.getOwner(temp)));
  }

  @Test
  void oneThatIsALinkOrAFileIsNotTrusted() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), path);
    assertNull(ArchiveDirectory.open(link, Files.getOwner(temp)));
    assertNull(ArchiveDirectory.open(Files.createFile(temp.resolve("f")), Files.getOwner(temp)));
  }

  @Test
  void findsWhatWasKeptUntilItChanges() throws IOException {
    assertNull(directory.find("17-a"));
    Path archive = keep("17-a", "classes");
    assertEquals("classes", Files.readString(archive));
    assertNull(directory.find("17-b"));
    Files.setLastModifiedTime(archive, FileTime.fromMillis(1));
    assertNull(directory.find("17-a"));
    Path again = keep("17-a", "other classes");
    assertEquals("other classes", Files.readString(again));
    assertFalse(Files.exists(archive));
    Files.writeString(again, "cut");
    assertNull(directory.find("17-a"));
  }

  @Test
  void oneMakesAtATime() throws IOException {
    try (ArchiveDirectory.Lease lease = directory.lease()) {
      assertNotNull(lease);
      assertNull(directory.lease());
    }
    try (ArchiveDirectory.Lease lease = directory.lease()) {
      assertNotNull(lease);
    }
  }

  @Test
  void whatAKilledOneLeftIsRemovedByTheNext() throws IOException {
    Path left;
    try (ArchiveDirectory.Lease lease = directory.lease()) {
      left = Files.createFile(lease.making());
    }
    assertTrue(Files.exists(left));
    directory.lease().close();
    assertFalse(Files.exists(left));
  }

  @Test
  void aFailureIsRemembered() throws IOException {
    assertFalse(directory.isHopeless("17-a"));
    directory.giveUp("17-a");
    directory.giveUp("17-a");
    assertTrue(directory.isHopeless("17-a"));
    assertFalse(directory.isHopeless("17-b"));
    Files.setLastModifiedTime(path.resolve("17-a.none"), FileTime.fromMillis(1));
    assertFalse(directory.isHopeless("17-a"));
    keep("17-a", "classes");
    assertFalse(Files.exists(path.resolve("17-a.none")));
  }

  @Test
  void theOldestGo() throws IOException {
    for (int i = 0; i < ArchiveDirectory.KEPT + 3; i++) {
      Path archive = keep("17-" + (char) ('a' + i), "classes " + i);
      assertNotNull(archive);
    }
    try (Stream<Path> files = Files.list(path)) {
      assertEquals(ArchiveDirectory.KEPT + 1, files.count());
    }
  }

  @Test
  void isWhereTheUsersCachesAre() throws IOException {
    Path home = Files.createDirectory(temp.resolve("home"));
    assertEquals(
        home.resolve(".cache/jvmpool"), ArchiveDirectory.ofUser(Map.of(), home.toString()));
    assertEquals(
        temp.resolve("x/jvmpool"),
        ArchiveDirectory.ofUser(Map.of("XDG_CACHE_HOME", temp + "/x"), home.toString()));
    assertNull(ArchiveDirectory.ofUser(Map.of(), "?"));
    assertNull(ArchiveDirectory.ofUser(Map.of(), "/no/such/home"));
  }
}
