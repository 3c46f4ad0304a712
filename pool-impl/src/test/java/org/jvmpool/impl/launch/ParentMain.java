package org.jvmpool.impl.launch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * A parent JVM for tests: launches a child, asks it what it was told to ask, prints each answer in
 * Base64 on a line, then the child's standard error, and ends as the first argument says.
 */
public final class ParentMain {
  private ParentMain() {}

  public static void main(String[] args) throws Exception {
    String classPath = System.getProperty("test.child.classPath");
    Talk talk =
        Talk.with(
            b -> classPath == null ? b.maxHeap("64m") : b.classPath(List.of(Path.of(classPath))));
    for (int i = 1; i < args.length; i++) {
      print(talk.ask(args[i]));
    }
    switch (args[0]) {
      case "close" -> {
        talk.say("exit 0");
        print(String.join("\n", talk.awaitEnding().stderrTail()));
        talk.close();
      }
      case "exit" -> System.exit(0);
      case "halt" -> Runtime.getRuntime().halt(0);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void print(String text) {
    System.out.println(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }
}
