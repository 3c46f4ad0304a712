package org.jvmpool.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jvmpool.AsyncResult;
import org.jvmpool.Pool;

/**
 * Downloads files and tells of each one in a callback. The callback runs in this JVM as soon as
 * that file is there; the server is a part of the sample and listens on loopback.
 */
public final class Downloads {
  private static final String USAGE = "downloads [--files=N] [--kilobytes=OF_EACH] [--workers=N]";

  /** What a worker knows of a file that it has downloaded. */
  record Download(String address, long bytes, String digest) {}

  private Downloads() {}

  public static void main(String[] args) throws Exception {
    CommandLine.run(USAGE, args, Downloads::download);
  }

  static void download(CommandLine arguments, PrintStream out) throws Exception {
    int files = arguments.number("files", 32, 1, 10_000);
    int kilobytes = arguments.number("kilobytes", 2_000, 1, 1_000_000);
    int workers = arguments.workers(4);
    arguments.end();

    try (FileServer server = FileServer.start(files, kilobytes * 1_000)) {
      List<String> addresses = server.addresses();
      Measured<SortedMap<String, String>> pooled;
      try (Pool pool = Pool.builder().name("downloads").workers(workers).build()) {
        Measured.start(out, pool, workers);
        pooled = Measured.of(() -> inPool(pool, addresses, out));
      }
      Measured<SortedMap<String, String>> oneThread = Measured.of(() -> inThisThread(addresses));
      out.printf("downloaded %,d files of %,d kB%n", files, kilobytes);
      Measured.compare(out, workers, pooled, oneThread);
    }
  }

  private static SortedMap<String, String> inPool(
      Pool pool, List<String> addresses, PrintStream out) throws Exception {
    List<AsyncResult<Download>> results = new ArrayList<>();
    for (String address : addresses) {
      results.add(
          pool.applyAsync(
              Downloads::fetch,
              address,
              download -> out.printf("got %s, %,d bytes%n", download.address(), download.bytes()),
              failure -> out.printf("could not get %s: %s%n", address, failure)));
    }
    SortedMap<String, String> digests = new TreeMap<>();
    for (AsyncResult<Download> result : results) {
      Download download = result.get();
      digests.put(download.address(), download.digest());
    }
    return digests;
  }

  private static SortedMap<String, String> inThisThread(List<String> addresses) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    for (String address : addresses) {
      digests.put(address, fetch(address).digest());
    }
    return digests;
  }

  /** The task: gets one file. What it holds is not kept, only counted and hashed. */
  static Download fetch(String address) throws IOException {
    try (InputStream in = URI.create(address).toURL().openStream();
        CountingStream count = new CountingStream()) {
      String digest = Hash.copying(in, count);
      return new Download(address, count.bytes, digest);
    }
  }

  private static final class CountingStream extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      bytes += length;
    }
  }
}
