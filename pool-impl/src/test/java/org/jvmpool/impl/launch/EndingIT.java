package org.jvmpool.impl.launch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.impl.testkit.HouseCheck;

/** A child's end is seen at once and told in words. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
@ExtendWith(HouseCheck.class)
class EndingIT {

  @Test
  void hasTheExitCodeAndTheLastLines() throws Exception {
    try (Talk talk = Talk.plain()) {
      for (int i = 0; i < 30; i++) {
        talk.ask("print line " + i);
      }
      talk.say("exit 42");
      Ending ending = talk.awaitEnding();
      assertEquals(OptionalInt.of(42), ending.exitCode());
      assertEquals("exit code 42", ending.inWords());
      assertEquals(20, ending.stderrTail().size());
      assertEquals("line 29", ending.stderrTail().get(19));
      assertEquals(talk.child.pid(), ending.pid());
      assertNull(ending.errorFile());
    }
  }

  @Test
  void isEmptyWhileTheChildRuns() throws Exception {
    try (Talk talk = Talk.plain()) {
      Ending ending = talk.child.ending();
      assertEquals(OptionalInt.empty(), ending.exitCode());
      assertEquals("still running", ending.inWords());
    }
  }

  @Test
  void followsTerminate() throws Exception {
    try (Talk talk = Talk.plain()) {
      talk.ask("print last words");
      talk.child.terminate();
      Ending ending = talk.awaitEnding();
      assertEquals(OptionalInt.of(143), ending.exitCode());
      assertEquals("exit code 143 (killed by SIGTERM, sent by this program)", ending.inWords());
      assertEquals("last words", ending.stderrTail().get(0));
    }
  }

  @Test
  void tellsAKillFromOutside() throws Exception {
    try (Talk talk = Talk.plain()) {
      ProtocolDescriptorsIT.signal("KILL", talk.child.pid());
      assertEquals(
          "exit code 137 (killed by SIGKILL; out of memory?)", talk.awaitEnding().inWords());
    }
  }

  @Test
  void tellsAnExhaustedHeap() throws Exception {
    try (Talk talk = Talk.with(builder -> builder.maxHeap("64m"))) {
      talk.say("exhaust");
      Ending ending = talk.awaitEnding();
      assertEquals(OptionalInt.of(3), ending.exitCode());
      assertTrue(ending.inWords().contains("heap exhausted"), ending::toString);
    }
  }

  @Test
  void tellsANativeCrashAndNamesItsErrorFile(@TempDir Path errors) throws Exception {
    try (Talk talk = Talk.with(b -> b.errorDirectory(errors).workingDirectory(errors))) {
      talk.say("crash");
      Ending ending = talk.awaitEnding();
      assertEquals(OptionalInt.of(134), ending.exitCode());
      assertEquals(errors.resolve("hs_err_pid" + ending.pid() + ".log"), ending.errorFile());
      assertTrue(Files.size(ending.errorFile()) > 0);
    }
  }

  @Test
  void findsTheErrorFileInTheWorkingDirectory(@TempDir Path directory) throws Exception {
    try (Talk talk =
        Talk.with(b -> b.workingDirectory(directory).jvmOptions("-XX:-CreateCoredumpOnCrash"))) {
      talk.say("crash");
      Ending ending = talk.awaitEnding();
      // Without a core the JVM ends with an ordinary exit code.
      assertEquals("exit code 1 (the JVM or native code crashed)", ending.inWords());
      assertNotNull(ending.errorFile());
      assertEquals(directory, ending.errorFile().getParent());
    }
  }

  @Test
  void explainsAnOptionThatTheJvmDoesNotKnow() throws Exception {
    try (Talk talk = Talk.with(builder -> builder.jvmOptions("-XX:+NoSuchOption"))) {
      Ending ending = talk.awaitEnding();
      assertEquals(OptionalInt.of(1), ending.exitCode());
      assertTrue(ending.inWords().contains("does not know a JVM option"), ending::toString);
      assertTrue(ending.stderrTail().toString().contains("NoSuchOption"), ending::toString);
    }
  }

  @Test
  void explainsAMissingMainClass() throws Exception {
    try (Talk talk = new Talk(Launcher.create(Talk.settings(b -> b), "no.such.Main"))) {
      Ending ending = talk.awaitEnding();
      assertTrue(ending.inWords().contains("class path"), ending::toString);
    }
  }

  @Test
  void comesAtOnceThoughAGrandchildHoldsTheStandardError() throws Exception {
    try (Talk talk = Talk.plain()) {
      long grandchild = Long.parseLong(talk.ask("start sleep 600"));
      try {
        talk.ask("print last words");
        talk.say("exit 7");
        Instant start = Instant.now();
        Ending ending = talk.awaitEnding();
        assertEquals(OptionalInt.of(7), ending.exitCode());
        assertEquals("last words", ending.stderrTail().get(0));
        assertTrue(Duration.between(start, Instant.now()).toSeconds() < 20);
        await().atMost(Duration.ofSeconds(10)).until(() -> HouseCheck.threads().isEmpty());
        assertTrue(ProcessHandle.of(grandchild).isPresent());
      } finally {
        ProcessHandle.of(grandchild).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  @Test
  void isSeenThoughTheCommonPoolIsBusy() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Talk talk = Talk.plain()) {
      for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors() + 8; i++) {
        ForkJoinPool.commonPool().execute(() -> awaitQuietly(release));
      }
      talk.say("exit 5");
      assertEquals(OptionalInt.of(5), talk.awaitEnding().exitCode());
    } finally {
      release.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void killTakesTheDescendants() throws Exception {
    try (Talk talk = Talk.plain()) {
      long one = Long.parseLong(talk.ask("start sleep 600"));
      long two = Long.parseLong(talk.ask("start sh -c sleep$IFS'600';true"));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> ProcessHandle.of(two).orElseThrow().descendants().count() == 1);
      long three =
          ProcessHandle.of(two).orElseThrow().descendants().findFirst().orElseThrow().pid();
      talk.child.kill();
      Ending ending = talk.awaitEnding();
      assertEquals("exit code 137 (killed by SIGKILL, sent by this program)", ending.inWords());
      for (long pid : new long[] {one, two, three}) {
        await().atMost(Duration.ofSeconds(10)).until(() -> isGone(pid));
      }
    }
  }

  /** Where process 1 does not reap, a killed orphan stays in the table without an executable. */
  private static boolean isGone(long pid) {
    return ProcessHandle.of(pid).map(p -> p.info().command().isEmpty()).orElse(true);
  }

  @Test
  void killAndTerminateAfterTheEndDoNothing() throws Exception {
    try (Talk talk = Talk.plain()) {
      talk.say("exit 9");
      talk.awaitEnding();
      talk.child.terminate();
      talk.child.kill();
      assertEquals("exit code 9", talk.child.ending().inWords());
      assertFalse(talk.child.isAlive());
    }
  }

  @Test
  void survivesAListenerThatThrows() throws Exception {
    Launcher launcher = Launcher.create(Talk.settings(b -> b), "no.such.Main");
    try {
      ChildJvm child =
          launcher.launch(
              line -> {
                throw new IllegalStateException("listener");
              });
      assertEquals(1, child.onExit().get(30, TimeUnit.SECONDS));
      assertFalse(child.ending().stderrTail().isEmpty());
    } finally {
      launcher.close();
    }
  }

  @Test
  void aCancelledExitFutureCancelsNothing() throws Exception {
    try (Talk talk = Talk.plain()) {
      talk.child.onExit().cancel(true);
      talk.say("exit 6");
      assertEquals(6, talk.child.onExit().get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void writingToAChildThatIsGoneThrows() throws Exception {
    try (Talk talk = Talk.plain()) {
      talk.say("exit 0");
      talk.awaitEnding();
      assertThrows(java.io.IOException.class, () -> talk.say("echo " + "x".repeat(10_000)));
    }
  }
}
