package org.jvmpool.impl.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.MultiprocessingContext;
import org.jvmpool.Settings;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.TestLibraries;
import org.jvmpool.impl.testkit.Trail;

/** Processes that start from spare JVMs (2, 24, 35). */
@Behaviour
class SparesTest {
  private static final String INITIALISED = "jvmpool.test.initialised";

  @TempDir private Path dir;

  static String loaded = "nothing";

  /** Spares, and whatever else this JVM has started. */
  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  private static void awaitSpares(Processes processes, int wanted) {
    Eventually.until(() -> processes.readySpares() == wanted);
  }

  private static JvmProcess run(Processes processes, Trail trail) throws Exception {
    JvmProcess process = processes.builder().task(() -> trail.mark(loaded)).build().start();
    process.join();
    assertEquals(OptionalInt.of(0), process.exitCode());
    return process;
  }

  @Test
  void aProcessTakesASpareThatHasRunThePreloadAndAnotherIsStarted() throws Exception {
    Trail trail = Trail.in(dir);
    Processes processes =
        Processes.of(Settings.defaults().withSpares(1).withPreload(() -> loaded = "preload"));
    try {
      awaitSpares(processes, 1);
      Set<Long> before = children();
      JvmProcess process = run(processes, trail);
      assertTrue(before.contains(process.pid()));
      awaitSpares(processes, 1);
      before = children();
      assertFalse(before.contains(process.pid()));
      assertTrue(before.contains(run(processes, trail).pid()));
      assertEquals(List.of("preload", "preload"), trail.marks());
    } finally {
      processes.close();
    }
  }

  @Test
  void processesAndSparesRunOnTheJavaOfTheSettings() throws Exception {
    Path home = dir.resolve("jdk");
    Path java = home.resolve("bin").resolve("java");
    Files.createDirectories(java.getParent());
    Files.copy(Path.of(System.getProperty("java.home"), "release"), home.resolve("release"));
    Files.writeString(
        java, "#!/bin/sh\nOF_THE_SETTINGS=1 exec '" + TestLibraries.java() + "' \"$@\"\n");
    assertTrue(java.toFile().setExecutable(true));
    Trail trail = Trail.in(dir);
    VoidTask tells = () -> trail.mark(System.getenv("OF_THE_SETTINGS"));
    Settings settings = Settings.defaults().withJavaHome(home);
    Processes cold = Processes.of(settings);
    cold.builder().task(tells).build().start().join();
    Processes processes = Processes.of(settings.withSpares(1));
    try {
      awaitSpares(processes, 1);
      Set<Long> before = children();
      JvmProcess process = processes.builder().task(tells).build().start();
      assertTrue(before.contains(process.pid()));
      process.join();
    } finally {
      processes.close();
    }
    assertEquals(List.of("1", "1"), trail.marks());
  }

  @Test
  void aSpareThatWasKilledIsPassedOver() throws Exception {
    Trail trail = Trail.in(dir);
    Processes processes = Processes.of(Settings.defaults().withSpares(1));
    try {
      awaitSpares(processes, 1);
      Set<Long> before = children();
      before.forEach(each -> ProcessHandle.of(each).ifPresent(ProcessHandle::destroyForcibly));
      JvmProcess process = run(processes, trail);
      assertFalse(before.contains(process.pid()));
    } finally {
      processes.close();
    }
  }

  @Test
  void aProcessWithSettingsOfItsOwnStartsCold() throws Exception {
    Processes processes = Processes.of(Settings.defaults().withSpares(1));
    try {
      awaitSpares(processes, 1);
      Set<Long> before = children();
      JvmProcess own = processes.builder().maxHeap("64m").task(() -> {}).build().start();
      assertFalse(before.contains(own.pid()));
      own.join();
      System.setProperty("jvmpool.test.changed", "since");
      try {
        Trail trail = Trail.in(dir);
        JvmProcess changed =
            processes
                .builder()
                .task(() -> trail.mark(System.getProperty("jvmpool.test.changed")))
                .build()
                .start();
        assertFalse(before.contains(changed.pid()));
        changed.join();
        assertEquals(List.of("since"), trail.marks());
      } finally {
        System.clearProperty("jvmpool.test.changed");
      }
    } finally {
      processes.close();
    }
  }

  @Test
  void aPreloadThatThrowsCostsTheSparesAndNothingElse() throws Exception {
    Trail trail = Trail.in(dir);
    Processes processes =
        Processes.of(
            Settings.defaults()
                .withSpares(1)
                .withPreload(
                    () -> {
                      throw new IllegalStateException("no preload");
                    }));
    try {
      run(processes, trail);
      assertEquals(List.of("nothing"), trail.marks());
    } finally {
      processes.close();
    }
  }

  /** A class with a task, of which this JVM notes when it is initialised. */
  private static final class Expected {
    static {
      System.setProperty(INITIALISED, "yes");
    }

    static VoidTask task(Trail trail) {
      return () -> trail.mark(System.getProperty(INITIALISED));
    }
  }

  /** The classes that this JVM has loaded, with much else. */
  private static String loadedClasses() throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "vmClassloaders",
                new Object[] {new String[] {"show-classes"}},
                new String[] {String[].class.getName()});
  }

  @Test
  void aSpareHasLoadedTheClassOfATaskThatWasMadeBeforeAndRunNothingOfIt() throws Exception {
    Trail trail = Trail.in(dir);
    VoidTask looks =
        () -> {
          trail.mark(loadedClasses().contains("SparesTest$Expected"));
          trail.mark(System.getProperty(INITIALISED));
        };
    Processes processes = Processes.of(Settings.defaults().withSpares(1));
    try {
      awaitSpares(processes, 1);
      JvmProcess expected = processes.builder().task(Expected.task(trail)).build();
      System.clearProperty(INITIALISED); // was set here, and would be inherited
      for (int i = 0; i < 2; i++) {
        awaitSpares(processes, 1);
        Set<Long> before = children();
        JvmProcess process = processes.builder().task(looks).build().start();
        assertTrue(before.contains(process.pid()));
        process.join();
      }
      expected.start().join();
    } finally {
      processes.close();
    }
    assertEquals(List.of("false", "null", "true", "null", "yes"), trail.marks());
  }

  /** Classes with a task each; {@link Foreign} is loaded by another loader. */
  private static final class A {
    static VoidTask task() {
      return () -> {};
    }
  }

  private static final class B {
    static VoidTask task() {
      return () -> {};
    }
  }

  private static final class C {
    static VoidTask task() {
      return () -> {};
    }
  }

  private static final class D {
    static VoidTask task() {
      return () -> {};
    }
  }

  private static final class E {
    static VoidTask task() {
      return () -> {};
    }
  }

  private static final class F {
    static VoidTask task() {
      return () -> {};
    }
  }

  private static final class G {
    static VoidTask task() {
      return () -> {};
    }
  }

  private static final class H {
    static VoidTask task() {
      return () -> {};
    }
  }

  private static final class Foreign {
    static VoidTask task() {
      return () -> {};
    }
  }

  /** A class of the same bytes that is not the one of the class path. */
  private static final class ForeignLoader extends ClassLoader {
    ForeignLoader() {
      super(SparesTest.class.getClassLoader());
    }

    VoidTask task() throws Exception {
      String name = Foreign.class.getName();
      byte[] bytes;
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        bytes = in.readAllBytes();
      }
      Method task =
          defineClass(name, bytes, 0, bytes.length, Foreign.class.getProtectionDomain())
              .getDeclaredMethod("task");
      task.setAccessible(true);
      return (VoidTask) task.invoke(null);
    }
  }

  @Test
  void aSpareKnowsTheClassesOfTheLastEightTasksThatAreOnTheClassPath() throws Exception {
    Trail trail = Trail.in(dir);
    VoidTask looks =
        () -> {
          String loadedClasses = loadedClasses();
          List<String> known = new ArrayList<>();
          for (String each : List.of("A", "B", "C", "D", "E", "F", "G", "H", "Foreign")) {
            // An inner class of this one would follow after a further dollar.
            if (loadedClasses.lines().anyMatch(line -> line.endsWith("SparesTest$" + each))) {
              known.add(each);
            }
          }
          trail.mark(known);
        };
    Processes processes = Processes.of(Settings.defaults().withSpares(1));
    try {
      awaitSpares(processes, 1);
      for (VoidTask task :
          List.of(
              A.task(),
              B.task(),
              C.task(),
              D.task(),
              E.task(),
              F.task(),
              G.task(),
              H.task(),
              new ForeignLoader().task())) {
        processes.builder().task(task).build().close();
      }
      for (int i = 0; i < 2; i++) {
        awaitSpares(processes, 1);
        processes.builder().task(looks).build().start().join();
      }
    } finally {
      processes.close();
    }
    // The first was there before. The second knows the task of the first, and seven others.
    assertEquals(List.of("[]", "[B, C, D, E, F, G, H]"), trail.marks());
  }

  @Test
  void aContextIsClosedAndTravelsAsThePlainEngine() throws Exception {
    Trail trail = Trail.in(dir);
    try (MultiprocessingContext mp = Multiprocessing.local(Settings.defaults().withSpares(0))) {
      assertEquals(0, mp.settings().spares());
      Multiprocessing captured = mp;
      mp.process(() -> trail.mark(captured)).start().join();
      mp.close();
      mp.process(() -> trail.mark("cold")).start().join();
    }
    assertEquals(List.of("Multiprocessing.local()", "cold"), trail.marks());
    assertThrows(IllegalArgumentException.class, () -> Settings.defaults().withSpares(-1));
    assertThrows(IllegalArgumentException.class, () -> Settings.defaults().withJavaHome(dir));
    assertSame(Settings.defaults(), Settings.defaults());
    assertTrue(Settings.defaults().toString().contains("0"));
  }
}
