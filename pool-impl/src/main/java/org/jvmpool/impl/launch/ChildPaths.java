package org.jvmpool.impl.launch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a child finds its classes: the parent's class path behind our own jars, and the parent's
 * module path when there is one.
 *
 * <p>Our jars come first, so that an archive of their classes fits every application. If the main
 * class lives in a module of the parent, the child starts that module; otherwise it starts from the
 * class path, with the user's modules beside it. The modules are those that the parent resolved and
 * not all on its path, which may hold some that exclude each other.
 *
 * @param classPath absolute entries, without duplicates
 * @param modulePath absolute entries; empty without modules
 * @param modules to resolve in the child
 * @param mainModule that holds the main class, or null
 * @param ours the entries of the class path that are our own, with which it begins
 * @param lasting whether ours lie where they are for other programs, too
 */
record ChildPaths(
    List<String> classPath,
    List<String> modulePath,
    List<String> modules,
    @Nullable String mainModule,
    List<String> ours,
    boolean lasting) {

  /** A class of each jar that a worker needs beside the one of its main class. */
  private static final List<String> OUR_CLASSES =
      List.of(
          "org.jvmpool.Pool",
          "org.jvmpool.worker.WorkerMain",
          "com.esotericsoftware.kryo.kryo5.Kryo",
          "org.slf4j.Logger");

  /** A class of each jar of Logback, which a worker's log records go through. */
  private static final List<String> LOGBACK =
      List.of("ch.qos.logback.classic.Logger", "ch.qos.logback.core.Appender");

  /**
   * The paths of a child.
   *
   * @param chosen in place of the parent's class path, or null
   * @param unpacked takes out jars that are nested in another
   */
  static ChildPaths of(String mainClass, @Nullable List<Path> chosen, NestedJars unpacked) {
    Class<?> main = find(mainClass);
    String mainModule =
        main != null && main.getModule().isNamed() && isInBootLayer(main.getModule())
            ? main.getModule().getName()
            : null;
    Set<String> classPath = new LinkedHashSet<>();
    if (mainModule == null) {
      add(classPath, mainClass, unpacked);
      OUR_CLASSES.forEach(name -> add(classPath, name, unpacked));
    }
    List<String> ours = List.copyOf(classPath);
    boolean lasting = !unpacked.hasCopies();
    if (chosen != null) {
      chosen.forEach(entry -> classPath.add(entry.toAbsolutePath().toString()));
    } else {
      addParents(classPath);
      if (mainModule == null) {
        // Behind all others: on most class paths it is already.
        LOGBACK.forEach(name -> add(classPath, name, unpacked));
      }
    }
    String modulePath = System.getProperty("jdk.module.path", "");
    if (modulePath.isEmpty()) {
      return new ChildPaths(
          List.copyOf(classPath), List.of(), List.of(), mainModule, ours, lasting);
    }
    return new ChildPaths(
        List.copyOf(classPath), absolute(modulePath), resolvedModules(), mainModule, ours, lasting);
  }

  /** Adds the home of that class, if there is one on no module path. */
  private static void add(Set<String> classPath, String name, NestedJars unpacked) {
    Class<?> type = find(name);
    Path home = type == null || isInBootLayer(type.getModule()) ? null : unpacked.homeOf(type);
    if (home != null) {
      classPath.add(home.toString());
    }
  }

  private static void addParents(Set<String> classPath) {
    String parents = System.getProperty("java.class.path", "");
    // Empty means the working directory, unless a module was started: then it means nothing.
    if (!parents.isEmpty() || System.getProperty("jdk.module.main") == null) {
      classPath.addAll(absolute(parents));
    }
  }

  /** The entries that exist, absolute; an empty entry is the working directory. */
  private static List<String> absolute(String path) {
    Set<String> entries = new LinkedHashSet<>();
    for (String entry : path.split(File.pathSeparator, -1)) {
      Path absolute = Path.of(entry).toAbsolutePath().normalize();
      if (Files.exists(absolute)) {
        entries.add(absolute.toString());
      }
    }
    return List.copyOf(entries);
  }

  private static List<String> resolvedModules() {
    return ModuleLayer.boot().configuration().modules().stream()
        .map(java.lang.module.ResolvedModule::reference)
        .filter(reference -> reference.location().isPresent())
        .filter(reference -> !"jrt".equals(reference.location().get().getScheme()))
        .map(reference -> reference.descriptor().name())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .toList();
  }

  private static boolean isInBootLayer(Module module) {
    return module.getLayer() == ModuleLayer.boot();
  }

  private static @Nullable Class<?> find(String name) {
    try {
      return Class.forName(name, false, ChildPaths.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  /**
   * Whether the class path begins with jars of ours, as other programs' do, and is all there is.
   */
  boolean startsWithOurJars() {
    return lasting
        && modulePath.isEmpty()
        && !ours.isEmpty()
        && ours.stream().allMatch(entry -> Files.isRegularFile(Path.of(entry)));
  }

  /** The launcher's options for these paths, the main class not among them. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    if (!modulePath.isEmpty()) {
      options.add("--module-path");
      options.add(String.join(File.pathSeparator, modulePath));
    }
    if (!modules.isEmpty()) {
      options.add("--add-modules");
      options.add(String.join(",", modules));
    }
    if (!classPath.isEmpty()) {
      options.add("-cp");
      options.add(String.join(File.pathSeparator, classPath));
    }
    return options;
  }

  /** How the launcher is told the main class. */
  List<String> main(String mainClass) {
    return mainModule == null ? List.of(mainClass) : List.of("-m", mainModule + "/" + mainClass);
  }
}
