package org.jvmpool.impl.launch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvmpool.impl.testkit.HouseCheck;

/** Nothing that a child prints or reads touches the protocol. */
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
@ExtendWith(HouseCheck.class)
class ProtocolDescriptorsIT {

  @Test
  void surviveWhatTheChildPrints() throws Exception {
    try (Talk talk = Talk.plain()) {
      assertEquals("printed", talk.ask("print from the child"));
      assertEquals("still in step", talk.ask("echo still in step"));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> talk.stderr.equals(List.of("from the child", "from the child")));
    }
  }

  @Test
  void surviveReadingStandardInput() throws Exception {
    try (Talk talk = Talk.plain()) {
      assertEquals("-1", talk.ask("stdin"));
      assertEquals("still in step", talk.ask("echo still in step"));
    }
  }

  @Test
  void surviveAGrandchildThatInheritsThem() throws Exception {
    try (Talk talk = Talk.plain()) {
      assertEquals("0", talk.ask("run sh -c echo$IFS'loud';cat"));
      assertEquals("still in step", talk.ask("echo still in step"));
      await().atMost(Duration.ofSeconds(10)).until(() -> talk.stderr.contains("loud"));
    }
  }

  @Test
  void areNotPassedOnToGrandchildren() throws Exception {
    try (Talk talk = Talk.plain()) {
      assertEquals("1", talk.ask("run test -e /dev/fd/3"));
      assertEquals("1", talk.ask("run test -e /dev/fd/4"));
    }
  }

  @Test
  void surviveWhatTheJvmPrintsOnItsOwn() throws Exception {
    try (Talk talk = Talk.with(builder -> builder.jvmOptions("-Xlog:gc*=info:stdout"))) {
      assertEquals("still in step", talk.ask("echo still in step"));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> talk.stderr.stream().anyMatch(line -> line.contains("Using Serial")));
    }
  }

  @Test
  void surviveAThreadDump() throws Exception {
    try (Talk talk = Talk.plain()) {
      talk.ask("echo ready");
      signal("QUIT", talk.child.pid());
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> talk.stderr.stream().anyMatch(line -> line.startsWith("Full thread dump")));
      assertEquals("still in step", talk.ask("echo still in step"));
    }
  }

  @Test
  void areNamedInTheArguments() throws Exception {
    try (Talk talk = Talk.plain()) {
      assertEquals("fd:3 fd:4", talk.ask("args"));
    }
  }

  @Test
  void areTheStandardStreamsWithoutAShell() throws Exception {
    Launcher launcher =
        Launcher.withStandardStreams(Talk.settings(b -> b), TalkingMain.class.getName());
    try (Talk talk = new Talk(launcher)) {
      assertEquals("stdio", talk.ask("args"));
      assertEquals("in step", talk.ask("echo in step"));
    }
  }

  @Test
  void endWithTheChild() throws Exception {
    try (Talk talk = Talk.plain()) {
      talk.say("exit 0");
      assertEquals(-1, talk.child.fromChild().read());
    }
  }

  @Test
  void tellTheChildThatTheParentClosedThem() throws Exception {
    try (Talk talk = Talk.plain()) {
      talk.ask("echo ready");
      talk.child.toChild().close();
      assertEquals(0, talk.child.onExit().get(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void carryMegabytesBothWays() throws Exception {
    String text = "x".repeat(60_000);
    try (Talk talk = Talk.plain()) {
      for (int i = 0; i < 50; i++) {
        assertEquals(text, talk.ask("echo " + text));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain.JAVA", "dotted.name", "with-dash", "-x", "1st", "PS1", "IFS", "ÄÖ"})
  void leaveOddEnvironmentNamesAlone(String name) throws IOException {
    try (Talk talk = Talk.with(builder -> builder.environment(name, "a b=$HOME'\"\n"))) {
      assertEquals("a b=$HOME'\"\n", talk.ask("env " + name));
      assertEquals(Long.toString(talk.child.pid()), talk.ask("pid"));
    }
  }

  @Test
  void keepThePid() throws Exception {
    try (Talk talk = Talk.plain()) {
      assertEquals(Long.toString(talk.child.pid()), talk.ask("pid"));
      assertTrue(talk.child.isAlive());
    }
  }

  static void signal(String name, long pid) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor());
  }
}
