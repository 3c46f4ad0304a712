package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvmpool.Pool;
import org.jvmpool.impl.testkit.HouseCheck;

/** A parent that is all modules has children that are the same modules. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@ExtendWith(HouseCheck.class)
class ModularParentIT {
  private static final String WORKER =
      """
      package tiny.worker;
      import java.io.*;
      import java.util.concurrent.Callable;
      public class Main {
        public static void main(String[] args) throws Exception {
          try (ObjectInputStream in = new ObjectInputStream(new FileInputStream("/dev/fd/3"));
              ObjectOutputStream out = new ObjectOutputStream(new FileOutputStream("/dev/fd/4"))) {
            Callable<?> task = (Callable<?>) in.readObject();
            out.writeObject(task.call() + " by " + Main.class.getModule());
          }
        }
      }
      """;

  private static final String APP =
      """
      package tiny.app;
      import java.io.*;
      import java.util.concurrent.Callable;
      import org.jvmpool.WorkerOutput;
      import org.jvmpool.impl.launch.*;
      import org.jvmpool.impl.settings.*;
      public class Main {
        interface Task extends Callable<String>, Serializable {}
        public static void main(String[] args) throws Exception {
          PoolSettings settings =
              new SettingsBuilder(s -> null).output(WorkerOutput.discard()).maxHeap("64m").settings();
          Launcher launcher = Launcher.create(settings.jvm(), "tiny.worker.Main");
          ChildJvm child = launcher.launch(System.err::println);
          String captured = args[0];
          Task task = () -> captured + " in " + Main.class.getModule();
          try (ObjectOutputStream out = new ObjectOutputStream(child.toChild())) {
            out.writeObject(task);
            out.flush();
            try (ObjectInputStream in = new ObjectInputStream(child.fromChild())) {
              System.out.println(in.readObject());
            }
          }
          child.onExit().join();
          Ending ending = child.ending();
          System.out.println(ending.inWords() + ending.stderrTail());
          launcher.close();
        }
      }
      """;

  @TempDir Path temp;

  @ParameterizedTest
  @MethodSource("org.jvmpool.impl.launch.LauncherIT#javaHomes")
  void sendsLambdasOfANamedModule(Path javaHome) throws Exception {
    List<Path> ours = ourModules();
    String impl = Files.exists(ours.get(0)) ? moduleName(ours.get(0)) : "";
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("tiny.worker/module-info.java", "module tiny.worker {}");
    sources.put("tiny.worker/tiny/worker/Main.java", WORKER);
    Path workerOut = TinyModules.compile(temp.resolve("worker"), List.of(), sources);
    Path appOut = compileApp(ours, impl);

    List<Path> path = new ArrayList<>(ours);
    path.add(workerOut);
    path.add(appOut);
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin/java").toString());
    command.addAll(List.of("--module-path", join(path)));
    command.addAll(List.of("--add-modules", "tiny.worker,java.management,jdk.management"));
    for (String exported : List.of("launch", "settings")) {
      command.add("--add-exports=" + impl + "/org.jvmpool.impl." + exported + "=tiny.app");
    }
    command.addAll(List.of("-m", "tiny.app/tiny.app.Main", "hello"));
    Process parent = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(parent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(parent.waitFor(30, TimeUnit.SECONDS));
      assertEquals(
          List.of(
              "hello in module tiny.app by module tiny.worker",
              "exit code 0 (ended by itself: System.exit or the end of main)[]"),
          output.lines().toList());
    } finally {
      parent.destroyForcibly();
    }
  }

  private Path compileApp(List<Path> ours, String impl) throws Exception {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(
        "tiny.app/module-info.java",
        "module tiny.app { requires org.jvmpool.api; requires " + impl + "; }");
    sources.put("tiny.app/tiny/app/Main.java", APP);
    List<String> exports = new ArrayList<>();
    for (String exported : List.of("launch", "settings")) {
      exports.add("--add-exports=" + impl + "/org.jvmpool.impl." + exported + "=tiny.app");
    }
    return TinyModules.compile(temp.resolve("app"), ours, sources, exports);
  }

  private static String join(List<Path> path) {
    return String.join(":", path.stream().map(Path::toString).toList());
  }

  private static String moduleName(Path jar) {
    return java.lang.module.ModuleFinder.of(jar).findAll().iterator().next().descriptor().name();
  }

  /** Our modules as jars, the one with the launcher first, and what they depend on. */
  private List<Path> ourModules() throws Exception {
    Path jars = temp.resolve("jars");
    List<Path> result = new ArrayList<>();
    result.add(TinyModules.jarOf(Launcher.class, jars, "org.jvmpool.impl"));
    result.add(TinyModules.jarOf(Pool.class, jars, "org.jvmpool.api"));
    for (String name :
        List.of(
            "org.jvmpool.worker.WorkerMain",
            "com.esotericsoftware.kryo.kryo5.Kryo",
            "org.slf4j.Logger")) {
      try {
        result.add(TinyModules.jarOf(Class.forName(name), jars, "org.jvmpool.worker"));
      } catch (ClassNotFoundException e) {
        // Not needed then: a module that required it would not resolve, and the test would say so.
        continue;
      }
    }
    return result;
  }

  @Test
  void hasAnEmptyClassPath() {
    ChildPaths paths =
        new ChildPaths(List.of(), List.of("/m"), List.of("a", "b"), "a", List.of(), true);
    assertEquals(List.of("--module-path", "/m", "--add-modules", "a,b"), paths.options());
    assertEquals(List.of("-m", "a/x.Main"), paths.main("x.Main"));
  }
}
