package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit codes in words. */
@Timeout(30)
class ExitWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|exit code 0 (ended by itself: System.exit or the end of main)",
        "1|exit code 1 (the JVM could not start, an uncaught exception, or System.exit(1))",
        "3|exit code 3 (Java heap exhausted, or System.exit(3))",
        "42|exit code 42",
        "126|exit code 126 (java is not executable)",
        "127|exit code 127 (java or a library of it was not found)",
        "134|exit code 134 (killed by SIGABRT; the JVM or native code crashed)",
        "137|exit code 137 (killed by SIGKILL; out of memory?)",
        "139|exit code 139 (killed by SIGSEGV; native code crashed)",
        "143|exit code 143 (killed by SIGTERM; asked to end from outside)",
        "130|exit code 130 (killed by SIGINT)",
        "150|exit code 150 (killed by signal 22)",
        "255|exit code 255",
        "-1|exit code -1",
      })
  void tell(int code, String words) {
    assertEquals(words, ExitWords.of(code, List.of(), null));
  }

  @Test
  void nameTheSenderOfASignal() {
    assertEquals(
        "exit code 137 (killed by SIGKILL, sent by this program)",
        ExitWords.of(137, List.of(), "SIGKILL"));
    assertEquals(
        "exit code 137 (killed by SIGKILL; out of memory?)",
        ExitWords.of(137, List.of(), "SIGTERM"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Error: Could not reserve enough space for object heap|smaller maxHeap",
        "Unrecognized VM option 'X'|correct jvmOptions",
        "Unrecognized option: -Q|correct jvmOptions",
        "Exception java.lang.UnsupportedClassVersionError: a/B|another javaHome",
        "Error: Could not find or load main class a.B|class path",
        "Error: Could not create the Java Virtual Machine.|refused its options",
        "Conflicting collector combinations in option list|two garbage collectors",
        "# A fatal error has been detected by the Java Runtime Environment:|crashed",
      })
  void readTheTail(String line, String hint) {
    String words = ExitWords.of(1, List.of("before", line, "after"), null);
    assertEquals(true, words.contains(hint), words);
  }
}
