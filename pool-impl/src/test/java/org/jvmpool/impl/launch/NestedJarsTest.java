package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.impl.testkit.HouseCheck;

/** Jars within a jar, as executable jars hold them, are copied out. */
@Timeout(30)
@ExtendWith(HouseCheck.class)
class NestedJarsTest {
  private static void write(OutputStream file, String entry, byte[] content) throws Exception {
    try (JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(entry));
      out.write(content);
      out.closeEntry();
    }
  }

  @Test
  void areCopiedOutOnce(@TempDir Path temp) throws Exception {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    write(inner, "a.txt", new byte[] {1, 2, 3});
    Path outer = temp.resolve("app.jar");
    write(Files.newOutputStream(outer), "BOOT-INF/lib/pool-worker.jar", inner.toByteArray());
    URL location = new URL("jar:" + outer.toUri() + "!/BOOT-INF/lib/pool-worker.jar!/");

    LaunchDirectory directory = new LaunchDirectory();
    try {
      NestedJars jars = new NestedJars(directory);
      Path copy = jars.copyOf(location);
      assertTrue(copy.toString().endsWith("pool-worker.jar"));
      assertEquals(-1, Files.mismatch(copy, Files.write(temp.resolve("x"), inner.toByteArray())));
      assertEquals(copy, jars.copyOf(location));
    } finally {
      directory.delete();
    }
  }

  @Test
  void anOrdinaryHomeIsItself() throws Exception {
    Path home =
        Path.of(NestedJarsTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assertEquals(home, new NestedJars(new LaunchDirectory()).homeOf(NestedJarsTest.class));
  }

  @Test
  void aClassOfTheJdkHasNone() {
    assertNull(new NestedJars(new LaunchDirectory()).homeOf(String.class));
  }
}
