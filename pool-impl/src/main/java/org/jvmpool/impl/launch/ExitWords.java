package org.jvmpool.impl.launch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what an exit code means. Codes above 128 are 128 + signal, as {@code waitFor} gives them.
 */
final class ExitWords {
  private static final String[][] HINTS = {
    {
      "A fatal error has been detected by the Java Runtime Environment",
      "the JVM or native code crashed"
    },
    {
      "Could not reserve enough space",
      "the machine or container has no room for this heap; set a smaller maxHeap or fewer workers"
    },
    {"Unrecognized VM option", "this Java does not know a JVM option; correct jvmOptions"},
    {"Unrecognized option:", "this Java does not know a JVM option; correct jvmOptions"},
    {"UnsupportedClassVersionError", "the classes are newer than this Java; set another javaHome"},
    {
      "Could not find or load main class",
      "the worker's classes are not on its class path; check that the jars still exist"
    },
    {
      "Conflicting collector combinations", "two garbage collectors were chosen; correct jvmOptions"
    },
    {
      "There is insufficient memory for the Java Runtime",
      "the machine or container ran out of memory; use fewer workers or a smaller maxHeap"
    },
    {
      "unable to create native thread",
      "the limit of threads or processes was reached; use fewer workers or raise it (ulimit -u)"
    },
    {
      "error while loading shared libraries",
      "this Java cannot load a system library; check javaHome and LD_LIBRARY_PATH"
    },
    {"Error opening zip file or JAR manifest missing", "a -javaagent jar cannot be read"},
    {"Could not create the Java Virtual Machine", "the JVM refused its options; see its stderr"},
    {"Exception in thread \"main\"", "the worker's main threw an exception; see its stderr"},
  };

  private ExitWords() {}

  /**
   * The code in words.
   *
   * @param sent the signal that this JVM sent to the child before it ended, or null
   */
  static String of(int code, List<String> stderrTail, @Nullable String sent) {
    String meaning = meaning(code, stderrTail, sent);
    return "exit code " + code + (meaning.isEmpty() ? "" : " (" + meaning + ")");
  }

  private static String meaning(int code, List<String> stderrTail, @Nullable String sent) {
    return switch (code) {
      case 0 -> "ended by itself: System.exit or the end of main";
      case 3 ->
          mentions(stderrTail, "OutOfMemoryError")
              ? "Java heap exhausted; raise maxHeap"
              : "Java heap exhausted, or System.exit(3)";
      case 126 -> "java is not executable";
      case 127 -> "java or a library of it was not found";
      default -> {
        if (code > 128 && code < 128 + 65) {
          yield signal(code - 128, sent);
        }
        yield hint(code, stderrTail);
      }
    };
  }

  private static String hint(int code, List<String> stderrTail) {
    for (String[] hint : HINTS) {
      if (mentions(stderrTail, hint[0])) {
        return hint[1];
      }
    }
    return code == 1 ? "the JVM could not start, an uncaught exception, or System.exit(1)" : "";
  }

  private static boolean mentions(List<String> lines, String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  private static String signal(int number, @Nullable String sent) {
    String name = name(number);
    if (name.equals(sent)) {
      return "killed by " + name + ", sent by this program";
    }
    return switch (number) {
      case 9 -> "killed by SIGKILL; out of memory?";
      case 6 -> "killed by SIGABRT; the JVM or native code crashed";
      case 4, 7, 8, 10, 11 -> "killed by " + name + "; native code crashed";
      case 15 -> "killed by SIGTERM; asked to end from outside";
      default -> "killed by " + name;
    };
  }

  private static String name(int number) {
    return switch (number) {
      case 1 -> "SIGHUP";
      case 2 -> "SIGINT";
      case 3 -> "SIGQUIT";
      case 4 -> "SIGILL";
      case 5 -> "SIGTRAP";
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 8 -> "SIGFPE";
      case 9 -> "SIGKILL";
      case 11 -> "SIGSEGV";
      case 13 -> "SIGPIPE";
      case 14 -> "SIGALRM";
      case 15 -> "SIGTERM";
      case 24 -> "SIGXCPU";
      case 25 -> "SIGXFSZ";
      case 31 -> "SIGSYS";
      default -> "signal " + number;
    };
  }
}
