package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.impl.testkit.HouseCheck;
import org.jvmpool.worker.family.Leftovers;

/** Private files come and go; what crashed JVMs have left goes with the next start. */
@Timeout(30)
@ExtendWith(HouseCheck.class)
class LaunchDirectoryTest {
  /** No system gives out pids of that size. */
  private static final long NOBODY = 999_999_999L;

  private static Path leftBy(Path temp, String namespace, long pid, long start) throws IOException {
    Path directory =
        Files.createDirectory(
            temp.resolve("jvmpool-launch-" + namespace + "-" + pid + "-" + start + "-123"));
    Files.writeString(directory.resolve("arguments"), "x");
    return directory;
  }

  @Test
  void sweepsWhatTheDeadHaveLeft(@TempDir Path temp) throws Exception {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().orElseThrow().toEpochMilli();
    String here = Leftovers.namespace();
    Path dead = leftBy(temp, here, NOBODY, 1_700_000_000_000L);
    Path reused = leftBy(temp, here, self.pid(), start - 3_600_000);
    Path alive = leftBy(temp, here, self.pid(), start);
    Path elsewhere = leftBy(temp, here + "1", NOBODY, 1_700_000_000_000L);
    Path other = Files.createDirectory(temp.resolve("jvmpool-launch-of-somebody"));

    Leftovers.sweep(temp, Files.getOwner(temp));

    assertFalse(Files.exists(dead));
    assertFalse(Files.exists(reused));
    assertTrue(Files.exists(alive));
    assertTrue(Files.exists(elsewhere));
    assertTrue(Files.exists(other));
  }

  @Test
  void sweepsTheClaimPagesOfTheDead(@TempDir Path temp) throws Exception {
    String own = Leftovers.prefix("claims");
    Path alive = Files.createFile(temp.resolve(own + "7"));
    Path dead =
        Files.createFile(
            temp.resolve("jvmpool-claims-" + Leftovers.namespace() + "-" + NOBODY + "-1-7"));

    Leftovers.sweep(temp, Files.getOwner(temp));

    assertFalse(Files.exists(dead));
    assertTrue(Files.exists(alive));
  }

  @Test
  void isMadeWhenFirstNeededAndDeletedForGood() throws Exception {
    LaunchDirectory directory = new LaunchDirectory();
    assertTrue(HouseCheck.launchDirectories().isEmpty());
    Path file = directory.file("a");
    Files.writeString(file, "x");
    assertEquals(file.resolveSibling("b"), directory.file("b"));
    directory.delete();
    directory.delete();
    assertFalse(Files.exists(file.getParent()));
    assertThrows(IOException.class, () -> directory.file("c"));
  }
}
