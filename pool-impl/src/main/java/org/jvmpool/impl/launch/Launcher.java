package org.jvmpool.impl.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.jvmpool.impl.settings.JvmSettings;
import org.jvmpool.worker.family.Leftovers;

/**
 * Starts child JVMs that all have the same command.
 *
 * <p>On POSIX systems a child's protocol streams are its descriptors 3 and 4, moved there before
 * its JVM starts, while descriptor 0 is empty and 1 is its standard error: nothing that a task, a
 * library, a grandchild or the JVM itself prints can reach the protocol. The main class is told by
 * its arguments, {@code fd:3 fd:4}. Where there is no {@code /bin/sh} the argument is {@code
 * stdio}, and the main class has to take its own System.in and System.out away from the tasks.
 *
 * <p>Owns no thread. Safe for use by several threads at once, which start children side by side.
 */
public final class Launcher {
  private static final String SHELL = "/bin/sh";

  /* The redirections stand on the exec itself: some shells close descriptors above 2 that a bare
   * exec has opened. exec keeps the pid. */
  private static final String MOVE_DESCRIPTORS = "exec \"$@\" 3<&0 4>&1 0</dev/null 1>&2";

  private static final Pattern SECRET =
      Pattern.compile("(?i)(-D[^=]*(?:passw|secret|token|credential|api.?key)[^=]*=).*");

  private final JvmSettings settings;
  private final JavaHome java;
  private final Path workingDirectory;
  private final ChildEnvironment environment;
  private final LaunchDirectory directory;
  private final List<String> options; // what goes into the argument file
  private final ChildPaths paths; // and what stands there behind the archive's options
  private final List<String> main; // what stands after it
  private final boolean moveDescriptors;
  private final ErrorFiles errorFiles;

  // Guarded by this.
  private @Nullable ClassArchive archive;
  private List<String> arguments = List.of(); // of the argument file
  private @Nullable Path argFile;
  private int argFiles;

  private Launcher(JvmSettings settings, String mainClass, boolean moveDescriptors) {
    Path current = Path.of("").toAbsolutePath();
    this.settings = settings;
    this.java = JavaHome.of(settings.javaHome());
    this.workingDirectory =
        settings.workingDirectory() == null ? current : settings.workingDirectory();
    this.environment = ChildEnvironment.of(System.getenv(), settings.environment(), java, current);
    this.directory = new LaunchDirectory();
    this.moveDescriptors = moveDescriptors;

    this.options = JvmOptions.of(settings, java, current);
    this.paths = ChildPaths.of(mainClass, settings.classPath(), new NestedJars(directory));
    this.main = new ArrayList<>(paths.main(mainClass));
    this.main.addAll(moveDescriptors ? List.of("fd:3", "fd:4") : List.of("stdio"));
    this.errorFiles = ErrorFiles.of(options, workingDirectory);
  }

  /**
   * Works out the command for such children. Reads this JVM's options, properties, paths and
   * environment as they are now; starts nothing.
   *
   * @param mainClass of the children, with a {@code main} method
   */
  public static Launcher create(JvmSettings settings, String mainClass) {
    return new Launcher(settings, mainClass, Files.isExecutable(Path.of(SHELL)));
  }

  /** The same without moved descriptors, as on systems that have no shell. */
  static Launcher withStandardStreams(JvmSettings settings, String mainClass) {
    return new Launcher(settings, mainClass, false);
  }

  /**
   * Starts a child and returns at once, before its main class runs. A JVM that refuses its options
   * is started, too: it ends, and its {@link Ending} says why.
   *
   * @param stderrLine gets each line of the child's standard error on the child's stderr thread;
   *     must not block
   * @throws LaunchException if there is no such java, working directory or process
   */
  public ChildJvm launch(Consumer<String> stderrLine) throws LaunchException {
    check();
    ProcessBuilder builder = new ProcessBuilder(command(argFile()));
    builder.directory(workingDirectory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment.variables());
    if (moveDescriptors) {
      builder.environment().keySet().removeAll(environment.besideTheShell().keySet());
    }
    FamilyMark mark = FamilyMark.put(builder.environment());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw failure("the system refused to start it: " + LaunchHints.of(e), e);
    } catch (OutOfMemoryError e) {
      // The JDK started it, but no thread that would see its end: nobody else knows of it.
      mark.carriers().forEach(ProcessHandle::destroyForcibly);
      throw withoutThread(e);
    }
    ChildJvm child;
    try {
      child =
          ChildJvm.of(settings.name(), process, mark, errorFiles, stderrLine, environment.noise());
    } catch (OutOfMemoryError e) {
      process.destroyForcibly();
      throw withoutThread(e);
    }
    // Now, while the child starts up, and not before, when somebody would wait for it.
    directory.tidyUpAfterOthers();
    return child;
  }

  /**
   * A name for a claim page: whose it is, so that the next JVM of this user removes it if this one
   * is killed, and random digits.
   */
  public static String claimPageName() {
    return Leftovers.prefix("claims") + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
  }

  /**
   * A name of segments in shared memory, to which a digit is appended; files that have it are
   * removed like claim pages.
   */
  public static String segmentName() {
    return Leftovers.prefix("segments") + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
  }

  private void check() throws LaunchException {
    Path binary = java.binary();
    if (!Files.exists(binary)) {
      throw failure(
          "there is no "
              + binary
              + "; this Java has no launcher (a native image or a slim runtime?) or was removed:"
              + " set javaHome to a JDK",
          null);
    }
    if (!Files.isExecutable(binary) || Files.isDirectory(binary)) {
      throw failure(binary + " is not executable; correct its mode or set another javaHome", null);
    }
    if (java.feature() != JavaHome.UNKNOWN && !java.isAtLeast(17)) {
      throw failure(
          binary
              + " is Java "
              + java.feature()
              + ", but workers need 17 or later; set another"
              + " javaHome",
          null);
    }
    if (!Files.isDirectory(workingDirectory)) {
      throw failure(
          "its working directory "
              + workingDirectory
              + " does not exist (any more); create it or set another workingDirectory",
          null);
    }
  }

  /** Whether a child of the other one is what a child of this one would be. */
  public boolean startsTheSameAs(Launcher other) {
    return java.binary().equals(other.java.binary())
        && options.equals(other.options)
        && paths.equals(other.paths)
        && main.equals(other.main)
        && workingDirectory.equals(other.workingDirectory)
        && environment.variables().equals(other.environment.variables());
  }

  private synchronized Path argFile() throws LaunchException {
    try {
      List<String> now = arguments(archive().options());
      if (argFile == null || !now.equals(arguments) || !Files.exists(argFile)) {
        // A new file: a child that was just started may not have read the one before.
        Path file = directory.file("arguments-" + argFiles++);
        Files.write(file, ArgFile.bytes(now));
        argFile = file;
        arguments = now;
      }
      return argFile;
    } catch (IOException e) {
      throw failure(
          "its argument file cannot be written in "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + e.getMessage()
              + "); "
              + (Files.isDirectory(Path.of(System.getProperty("java.io.tmpdir")))
                  ? "is the temp directory full or read-only? java.io.tmpdir names another"
                  : "there is no such directory: make it, or name another by java.io.tmpdir"),
          e);
    }
  }

  private List<String> arguments(List<String> ofArchive) {
    List<String> all = new ArrayList<>(options);
    all.addAll(ofArchive);
    all.addAll(paths.options());
    return all;
  }

  private synchronized ClassArchive archive() throws IOException {
    if (archive == null) {
      archive = ClassArchive.of(java, options, paths, environment, directory.owner());
    }
    return archive;
  }

  /**
   * A child has said its first word: from now on there is time for what helps those that are
   * launched later.
   */
  public void childIsUp() {
    try {
      archive().make();
    } catch (IOException | OutOfMemoryError e) {
      // It would only have been faster.
    }
  }

  /** A child has ended before it said a word, and nobody here had killed it. */
  public synchronized void childCrashedAtStart() {
    if (archive != null) {
      archive.isSuspect();
    }
  }

  private List<String> command(Path argFile) {
    List<String> command = new ArrayList<>();
    if (moveDescriptors) {
      command.addAll(List.of(SHELL, "-c", MOVE_DESCRIPTORS, "sh"));
      if (!environment.besideTheShell().isEmpty()) {
        command.add(Files.isExecutable(Path.of("/usr/bin/env")) ? "/usr/bin/env" : "/bin/env");
        command.add("--");
        environment.besideTheShell().forEach((name, value) -> command.add(name + "=" + value));
      }
    }
    command.add(java.binary().toString());
    command.add("@" + argFile);
    command.addAll(main);
    return command;
  }

  /** This program has no memory, or no thread, for a child; where one was started it is killed. */
  public LaunchException withoutThread(OutOfMemoryError cause) {
    return failure(
        "this program could not start a thread for it; use fewer threads or workers, or raise the"
            + " limit (ulimit -u, or the container's limit of pids)",
        cause);
  }

  private LaunchException failure(String what, @Nullable Throwable cause) {
    String output = cause == null || cause.getMessage() == null ? "" : cause.getMessage();
    return new LaunchException(
        settings.name() + ": a child JVM could not be started: " + what,
        describeCommand(),
        output,
        cause);
  }

  /** The java command in one line for people: values that look secret are hidden, long ones cut. */
  public String describeCommand() {
    StringBuilder text = new StringBuilder(java.binary().toString());
    List<String> words = arguments(List.of());
    words.addAll(main);
    for (int i = 0; i < words.size(); i++) {
      String word = SECRET.matcher(words.get(i)).replaceFirst("$1***");
      boolean isPath =
          i > 0 && words.get(i - 1).toLowerCase(Locale.ROOT).matches("-cp|--module-path");
      text.append(' ').append(isPath ? shortPath(word) : shortWord(word));
    }
    return text.toString();
  }

  private static String shortPath(String path) {
    String[] entries = path.split(File.pathSeparator);
    return entries.length <= 6
        ? path
        : String.join(File.pathSeparator, List.of(entries).subList(0, 5))
            + File.pathSeparator
            + "… ("
            + entries.length
            + " entries)";
  }

  private static String shortWord(String word) {
    return word.length() <= 200 ? word : word.substring(0, 200) + "…";
  }

  /**
   * Deletes the launcher's files; idempotent. Children that run are not touched, but one that was
   * started a moment ago may not have read its arguments. Afterwards nothing can be launched.
   */
  public void close() {
    directory.delete();
  }
}
