package org.jvmpool.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code ./sample} says before it builds or runs anything. */
@Timeout(60)
class SampleScriptIT {
  private record Run(int exitCode, String output) {}

  @Test
  void theListShowsArguments() throws Exception {
    Run run = sample(Map.of());
    assertEquals(0, run.exitCode(), run.output());
    for (String line : List.of("  digest DIR [--workers=N]\n", "  quickstart\n", "  survive [")) {
      assertTrue(run.output().contains(line), run.output());
    }
  }

  @Test
  void everySampleTellsItsUsage() throws Exception {
    for (String option : List.of("-h", "--help")) {
      Run run = sample(Map.of(), "wordcount", "--workers=2", option);
      assertEquals(0, run.exitCode(), run.output());
      assertTrue(run.output().startsWith("usage: ./sample wordcount [DIR] "), run.output());
    }
    assertTrue(sample(Map.of(), "quickstart", "-h").output().startsWith("usage: "));
  }

  @Test
  void aWrongNameOrJavaHomeIsTold() throws Exception {
    Run unknown = sample(Map.of(), "no-such");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.output().startsWith("./sample: there is no sample 'no-such'"));
    Run homeless = sample(Map.of("JAVA_HOME", "/no/such/jdk"), "quickstart");
    assertEquals(1, homeless.exitCode());
    assertTrue(homeless.output().contains("JAVA_HOME, which is /no/such/jdk"), homeless.output());
  }

  private static Run sample(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add("sh");
    command.add(Path.of("..", "sample").toAbsolutePath().normalize().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }
}
