package org.jvmpool.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Where the run takes place: the programs it uses and what a reader must know of the machine. */
record Machine(Path home, String java, String python, String pythonVersion) {

  /**
   * Asks {@code python} for its version.
   *
   * @throws IllegalStateException if there is no Python 3
   */
  static Machine inspect(Path home, String python) throws InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String version;
    try {
      Files.createDirectories(home.resolve("target"));
      version =
          ChildRun.output(
              List.of(
                  python,
                  "-c",
                  "import platform; print(platform.python_implementation(), "
                      + "platform.python_version())"),
              Duration.ofSeconds(20));
    } catch (IOException e) {
      throw new IllegalStateException(
          python + " cannot be run; the peers need Python 3, on PATH or named by PYTHON", e);
    }
    if (!version.contains(" 3.")) {
      throw new IllegalStateException(
          python + " must be Python 3, but its version is " + version + "; set PYTHON");
    }
    return new Machine(home, java, python, version);
  }

  /** Whether processes can be bound to cores, and there are two of them. */
  boolean canBind() {
    return Runtime.getRuntime().availableProcessors() > 1
        && Files.isReadable(Path.of("/proc/self/status"))
        && Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "taskset")));
  }

  /** What stands above the table, in order. */
  Map<String, String> header() {
    Map<String, String> header = new LinkedHashMap<>();
    header.put("when", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    header.put(
        "JDK",
        System.getProperty("java.vendor")
            + " "
            + System.getProperty("java.runtime.version")
            + ", "
            + System.getProperty("java.vm.name"));
    header.put(
        "OS",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    header.put("processor", processor());
    header.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    header.put("Python", pythonVersion);
    header.put("workers", Integer.toString(Catalogue.WORKERS));
    header.put("load average at start", load());
    header.put("placement", canBind() ? "free, together, apart" : "free alone: no taskset");
    return header;
  }

  /**
   * The load average of the last minute. At the start it is other people's, and should be near 0;
   * from then on the run's own is in it.
   */
  static String load() {
    return String.format(
        Locale.ROOT, "%.2f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processor() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).trim();
        }
      }
    } catch (IOException e) {
      return "unknown";
    }
    return "unknown";
  }
}
