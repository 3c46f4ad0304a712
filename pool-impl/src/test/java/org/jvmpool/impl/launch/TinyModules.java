package org.jvmpool.impl.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles small modules for tests. */
final class TinyModules {
  private TinyModules() {}

  /**
   * Compiles sources into modules.
   *
   * @param sources text by "module/path/File.java"
   * @return the directory of the compiled modules
   */
  static Path compile(Path directory, List<Path> modulePath, Map<String, String> sources)
      throws IOException {
    return compile(directory, modulePath, sources, List.of());
  }

  /** The same with more options for the compiler. */
  static Path compile(
      Path directory, List<Path> modulePath, Map<String, String> sources, List<String> options)
      throws IOException {
    Path from = directory.resolve("src");
    Path to = Files.createDirectories(directory.resolve("out"));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-d", to.toString(), "--module-source-path", from.toString()));
    arguments.addAll(List.of("-proc:none", "-nowarn", "--release", "17"));
    arguments.addAll(options);
    if (!modulePath.isEmpty()) {
      arguments.add("--module-path");
      arguments.add(String.join(":", modulePath.stream().map(Path::toString).toList()));
    }
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = from.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new IOException("the test's modules do not compile");
    }
    return to;
  }

  /** The jar of that class; a directory of classes is packed into one of that name. */
  static Path jarOf(Class<?> type, Path directory, String name)
      throws IOException, URISyntaxException {
    Path home = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isDirectory(home)) {
      return home;
    }
    Path jar = Files.createDirectories(directory).resolve(name + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(home)) {
      for (Path entry : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(home.relativize(entry).toString().replace('\\', '/')));
        Files.copy(entry, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
