package org.jvmpool.impl.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The class-data archive for the children of a launcher: the classes that each of them loads, as
 * the JVM has them in memory, mapped instead of parsed and verified.
 *
 * <p>One archive serves all programs that have the same Java, the same jars of ours and the same
 * collector. It is used when a child is launched, if it is there; if not, it is made once, in the
 * background, by {@link ArchiveTraining}, for whoever launches afterwards. Nothing depends on it: a
 * JVM for which it does not fit says nothing and starts as always.
 *
 * <p>There is none when our classes are no jars in a lasting place, when they come from modules,
 * with agents, with options that replace classes of the JDK, or with an archive of the user's own.
 * The system property {@value #PROPERTY} turns it off ({@code off}) or names another directory.
 *
 * <p>Safe for many threads.
 */
final class ClassArchive {
  static final String PROPERTY = "jvmpool.archive";

  /** What an archive would not fit, or what asks for one of its own. */
  private static final List<String> EXCLUSIVE =
      List.of(
          "-javaagent:",
          "-agentlib:",
          "-agentpath:",
          "-Xbootclasspath",
          "--patch-module",
          "--upgrade-module-path",
          "--limit-modules",
          "-Xshare:on",
          "-Xshare:off",
          "-Xshare:dump",
          "SharedArchiveFile",
          "SharedClassListFile",
          "ArchiveClassesAtExit",
          "AutoCreateSharedArchive",
          "RecordDynamicDumpInfo",
          "-XX:AOT",
          "-XX:CRaC");

  private final @Nullable ArchiveDirectory directory;
  private final String key;
  private final JavaHome java;
  private final List<String> options; // by which the JVM lays out classes and objects
  private final List<String> jars;
  private final Map<String, String> environment;

  private @Nullable Path found; // guarded by this

  private ClassArchive(
      @Nullable ArchiveDirectory directory,
      String key,
      JavaHome java,
      List<String> options,
      List<String> jars,
      Map<String, String> environment) {
    this.directory = directory;
    this.key = key;
    this.java = java;
    this.options = options;
    this.jars = jars;
    this.environment = environment;
  }

  /** For children that cannot use an archive. */
  private static ClassArchive none() {
    return new ClassArchive(null, "", new JavaHome(Path.of(""), 0), List.of(), List.of(), Map.of());
  }

  /**
   * The archive for children of that kind, whether it is there or not.
   *
   * @param options all of the children but their paths
   * @param user who starts them
   */
  static ClassArchive of(
      JavaHome java,
      List<String> options,
      ChildPaths paths,
      ChildEnvironment environment,
      UserPrincipal user) {
    String wish = System.getProperty(PROPERTY, "");
    if (wish.equals("off")
        || !java.isAtLeast(17)
        || !paths.startsWithOurJars()
        || options.stream().anyMatch(ClassArchive::isExclusive)
        || environment.variables().entrySet().stream()
            .anyMatch(v -> isForTheJvm(v.getKey()) && isExclusive(v.getValue()))) {
      return none();
    }
    Path place =
        wish.isEmpty()
            ? ArchiveDirectory.ofUser(System.getenv(), System.getProperty("user.home", ""))
            : Path.of(wish).toAbsolutePath();
    ArchiveDirectory directory = place == null ? null : ArchiveDirectory.open(place, user);
    List<String> layout = options.stream().filter(ClassArchive::isLayout).toList();
    String key = directory == null ? null : key(java, layout, paths.ours());
    if (key == null) {
      return none();
    }
    Map<String, String> variables = new java.util.LinkedHashMap<>(environment.variables());
    variables.keySet().removeIf(ClassArchive::isForTheJvm);
    return new ClassArchive(directory, key, java, layout, paths.ours(), variables);
  }

  private static boolean isForTheJvm(String variable) {
    return variable.endsWith("JAVA_TOOL_OPTIONS") || variable.endsWith("JAVA_OPTIONS");
  }

  private static boolean isExclusive(String option) {
    return EXCLUSIVE.stream().anyMatch(option::contains);
  }

  private static boolean isLayout(String option) {
    return option.matches(
        "-XX:[+-]Use\\w+GC|-XX:[+-]UseCompressed\\w+|-XX:[+-]UseCompactObjectHeaders"
            + "|-XX:ObjectAlignmentInBytes=.*|-Xmx.*|-XX:\\+UnlockExperimentalVMOptions"
            + "|-Dkryo\\.unsafe=false|--enable-preview");
  }

  /** Names the Java, the jars and the layout; null if one of them cannot be looked at. */
  private static @Nullable String key(JavaHome java, List<String> layout, List<String> jars) {
    try {
      StringBuilder text = new StringBuilder();
      Path home = java.binary().toRealPath().resolve("../..").normalize();
      text.append(home).append('\n').append(Files.readString(home.resolve("release")));
      add(home.resolve("lib").resolve("modules"), text);
      for (String jar : jars) {
        add(Path.of(jar), text);
      }
      for (String option : layout) {
        // How much heap there is matters only where references get longer.
        text.append(option.startsWith("-Xmx") ? "heap " + isHuge(option) : option).append('\n');
      }
      long hash = 0xcbf29ce484222325L; // FNV-1a: a name, and no proof; the JVM looks for itself
      for (byte b : text.toString().getBytes(StandardCharsets.UTF_8)) {
        hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
      }
      return java.feature() + "-" + HexFormat.of().toHexDigits(hash);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static void add(Path file, StringBuilder text) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    text.append(file)
        .append(' ')
        .append(attributes.size())
        .append(' ')
        .append(attributes.lastModifiedTime().toMillis())
        .append('\n');
  }

  private static boolean isHuge(String maxHeap) {
    String number = maxHeap.substring("-Xmx".length()).toLowerCase(Locale.ROOT);
    long unit =
        switch (number.charAt(number.length() - 1)) {
          case 'k' -> 1L << 10;
          case 'm' -> 1L << 20;
          case 'g' -> 1L << 30;
          case 't' -> 1L << 40;
          default -> 1;
        };
    String digits = unit == 1 ? number : number.substring(0, number.length() - 1);
    return Double.parseDouble(digits) * unit >= 31.0 * (1L << 30);
  }

  /** Whether there is none and will be none. */
  boolean isOff() {
    return directory == null;
  }

  /** By which a child uses the archive that is there now; empty when there is none. */
  synchronized List<String> options() {
    if (directory == null) {
      return List.of();
    }
    if (found == null || !ArchiveDirectory.isSound(found)) {
      found = directory.find(key);
    }
    if (found == null) {
      return List.of();
    }
    List<String> use = new ArrayList<>();
    use.add("-XX:SharedArchiveFile=" + found);
    // A JVM for which it does not fit after all keeps that to itself.
    use.add("-Xlog:cds*=off:stderr");
    if (java.isAtLeast(25)) {
      use.add("-Xlog:aot*=off:stderr");
    }
    return use;
  }

  /** A child that used it crashed before it said a word: the archive may be why, and goes. */
  void isSuspect() {
    if (directory != null) {
      directory.remove(key);
    }
  }

  /** Makes the archive, in the background, if nobody has made it or is making it. */
  void make() {
    if (directory != null && options().isEmpty()) {
      ArchiveTraining.start(directory, key, java, options, jars, environment);
    }
  }
}
