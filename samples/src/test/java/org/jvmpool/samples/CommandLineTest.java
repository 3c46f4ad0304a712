package org.jvmpool.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
class CommandLineTest {
  @Test
  void optionsMayStandAnywhere() throws UsageException {
    CommandLine arguments = new CommandLine("--size=64", "a", "--workers=2", "b");
    assertEquals("a", arguments.word("FIRST"));
    assertEquals("b", arguments.word("SECOND"));
    assertEquals(64, arguments.number("size", 1, 1, 100));
    assertEquals(2, arguments.workers());
    arguments.end();
  }

  @Test
  void anOptionThatIsNotGivenHasItsDefault() throws UsageException {
    assertEquals(7, new CommandLine().number("size", 7, 1, 10));
  }

  @Test
  void anOptionsValueMayBeTheNextWord() throws UsageException {
    CommandLine arguments = new CommandLine("--size", "64", "a", "--workers", "2");
    assertEquals("a", arguments.word("FIRST"));
    assertEquals(64, arguments.number("size", 1, 1, 100));
    assertEquals(2, arguments.workers());
    arguments.end();
  }

  @Test
  void wrongValuesAreNamed() {
    assertMessage(
        "--size must be a number from 1 to 10, but was '11'",
        () -> new CommandLine("--size=11").number("size", 7, 1, 10));
    assertMessage(
        "--size must be a number from 1 to 10, but was 'big'",
        () -> new CommandLine("--size=big").number("size", 7, 1, 10));
    assertMessage(
        "--size must be a number from 1 to 10, but was ''",
        () -> new CommandLine("--size", "--workers=2").number("size", 7, 1, 10));
    assertMessage("OUT.png is missing", () -> new CommandLine().word("OUT.png"));
    assertMessage(
        "DIR must be a directory, but was no-such",
        () -> new CommandLine("no-such").directory("DIR"));
    assertMessage(
        "OUT.png must be in a directory that exists, but was no-such/x.png",
        () -> new CommandLine("no-such/x.png").outputFile("OUT.png"));
    assertMessage(
        "OUT.png must be a file that can be written, but was .",
        () -> new CommandLine(".").outputFile("OUT.png"));
  }

  @Test
  void whatNobodyTakesIsRefused() {
    assertMessage("one argument too many: x", () -> new CommandLine("x").end());
    assertMessage("unknown option: --sise", () -> new CommandLine("--sise=3").end());
  }

  private static void assertMessage(String message, Executable call) {
    assertEquals(message, assertThrows(UsageException.class, call).getMessage());
  }
}
