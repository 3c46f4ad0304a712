package org.jvmpool.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import org.jvmpool.Pool;
import org.jvmpool.Results;

/**
 * Computes the SHA-256 of every file under a directory, with a progress bar. The results come in
 * the order in which they are ready, so the bar never waits for a big file; one digest over all of
 * them is printed at the end.
 */
public final class Digest {
  private static final String USAGE = "digest DIR [--workers=N]";

  /* Set by ./sample when standard error is a terminal: elsewhere a bar is noise. */
  private static final boolean SHOWS_BARS = Boolean.getBoolean("samples.progress");

  /** A file's digest, or in its place the reason why the file could not be read. */
  record FileDigest(String file, long bytes, boolean readable, String digest) {}

  private Digest() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, Digest::digest);
  }

  static void digest(CommandLine arguments, PrintStream out) throws Exception {
    Path directory = arguments.directory("DIR").toRealPath();
    int workers = arguments.workers();
    arguments.end();

    List<String> files = new ArrayList<>();
    long bytes = list(directory, files);
    FileCache.fill(out, files);
    Measured<SortedMap<String, FileDigest>> pooled;
    try (Pool pool = Pool.builder().name("digest").workers(workers).build()) {
      Measured.start(out, pool, workers);
      pooled = Measured.of(withBar("pool", bytes, bar -> inPool(pool, files, bar)));
    }
    Measured<SortedMap<String, FileDigest>> oneThread =
        Measured.of(withBar("one thread", bytes, bar -> inThisThread(files, bar)));

    pooled.result().values().stream()
        .filter(file -> !file.readable())
        .forEach(file -> out.printf("not read: %s: %s%n", file.file(), file.digest()));
    out.printf("%,d files, %,d bytes in %s%n", files.size(), bytes, directory);
    out.printf("digest of them all: %s%n", combined(directory, pooled.result()));
    Measured.compare(out, workers, pooled, oneThread);
  }

  private static SortedMap<String, FileDigest> inPool(
      Pool pool, List<String> files, LongConsumer bar) {
    SortedMap<String, FileDigest> digests = new TreeMap<>();
    try (Results<FileDigest> results = pool.imapUnordered(Digest::ofFile, files)) {
      results.forEachRemaining(
          digest -> {
            digests.put(digest.file(), digest);
            bar.accept(digest.bytes());
          });
    }
    return digests;
  }

  private static SortedMap<String, FileDigest> inThisThread(List<String> files, LongConsumer bar) {
    SortedMap<String, FileDigest> digests = new TreeMap<>();
    for (String file : files) {
      FileDigest digest = ofFile(file);
      digests.put(file, digest);
      bar.accept(digest.bytes());
    }
    return digests;
  }

  /** The task: reads one file. One that cannot be read is an answer too, and no reason to stop. */
  static FileDigest ofFile(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return new FileDigest(
          file, Files.size(Path.of(file)), true, Hash.copying(in, OutputStream.nullOutputStream()));
    } catch (IOException failure) {
      return new FileDigest(file, 0, false, failure.toString());
    }
  }

  /* Adds the regular files under a directory to a list and returns how many bytes they have; does
  not follow links, and leaves out directories that cannot be read. */
  private static long list(Path directory, List<String> files) throws IOException {
    long[] bytes = {0};
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file.toString());
              bytes[0] += attributes.size();
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes[0];
  }

  /* Over the lines "digest  relative path", in the order of the paths, as sha256sum prints them. */
  private static String combined(Path directory, SortedMap<String, FileDigest> digests) {
    MessageDigest all = Hash.start();
    for (FileDigest file : digests.values()) {
      String line = file.digest() + "  " + directory.relativize(Path.of(file.file())) + "\n";
      all.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Hash.finish(all);
  }

  @FunctionalInterface
  private interface Work<R> {
    R run(LongConsumer bar);
  }

  private static <R> Callable<R> withBar(String name, long bytes, Work<R> work) {
    if (!SHOWS_BARS) {
      return () -> work.run(step -> {});
    }
    boolean small = bytes < 10_000_000;
    return () -> {
      try (ProgressBar bar =
          ProgressBar.builder()
              .setTaskName(name)
              .setInitialMax(bytes)
              .setUnit(small ? " kB" : " MB", small ? 1_000 : 1_000_000)
              .build()) {
        return work.run(bar::stepBy);
      }
    };
  }
}
