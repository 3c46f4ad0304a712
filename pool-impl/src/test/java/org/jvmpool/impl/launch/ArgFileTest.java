package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Quoting for the java launcher; that it understands the result is shown in LauncherIT. */
@Timeout(30)
class ArgFileTest {
  @Test
  void quotesEveryArgument() {
    assertEquals("\"-ea\"", ArgFile.quote("-ea"));
    assertEquals("\"\"", ArgFile.quote(""));
    assertEquals("\"a b#c'd\"", ArgFile.quote("a b#c'd"));
  }

  @Test
  void escapesWhatTheLauncherUnescapes() {
    assertEquals("\"C:\\\\new\\\\\"", ArgFile.quote("C:\\new\\"));
    assertEquals("\"\\\"q\\\"\"", ArgFile.quote("\"q\""));
    assertEquals("\"\\n\\r\\t\\f\"", ArgFile.quote("\n\r\t\f"));
  }

  @Test
  void putsOneArgumentOnALine() {
    assertEquals("\"a\"\n\"b c\"\n", new String(ArgFile.bytes(List.of("a", "b c"))));
  }
}
