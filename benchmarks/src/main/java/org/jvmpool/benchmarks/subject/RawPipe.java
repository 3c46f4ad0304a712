package org.jvmpool.benchmarks.subject;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The floor under every pool over pipes: messages of a fixed size there and back between two JVMs,
 * blocking reads, no codec: placement, message bytes, round trips. The child adds one to the first
 * byte, which proves each answer to be its own and to belong to this message.
 *
 * <p>The child reads its standard input until the end of file, which is what ends it.
 */
final class RawPipe {
  private RawPipe() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 1) {
      echo(Integer.parseInt(args[0]));
    } else {
      Arguments arguments = new Arguments(args, 3);
      measure(Placement.of(arguments.text(0)), arguments.number(1), arguments.number(2));
    }
  }

  private static void measure(Placement placement, int size, int trips)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                RawPipe.class.getName(),
                Integer.toString(size))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long[] taken = new long[trips];
    try (OutputStream out = child.getOutputStream();
        InputStream in = child.getInputStream()) {
      placement.bind(child.pid());
      byte[] message = new byte[size];
      run(out, in, message, new long[trips]);
      run(out, in, message, taken);
    }
    if (!child.waitFor(10, TimeUnit.SECONDS)) {
      child.destroyForcibly();
    }
    long total = 0;
    for (long nanos : taken) {
      total += nanos;
    }
    Metric.printPercentiles(taken);
    Metric.print("echo_bytes_per_s", (double) size * trips * 1e9 / total);
  }

  private static void run(OutputStream out, InputStream in, byte[] message, long[] taken)
      throws IOException {
    for (int i = 0; i < taken.length; i++) {
      byte sent = (byte) (i * 7);
      message[0] = sent;
      long start = System.nanoTime();
      out.write(message);
      out.flush();
      if (in.readNBytes(message, 0, message.length) < message.length) {
        throw new EOFException("the echoing JVM ended after " + i + " messages");
      }
      taken[i] = System.nanoTime() - start;
      Expect.equal(message[0], (byte) (sent + 1));
    }
  }

  private static void echo(int size) throws IOException {
    byte[] message = new byte[size];
    try (FileInputStream in = new FileInputStream(FileDescriptor.in);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      while (in.readNBytes(message, 0, size) == size) {
        message[0]++;
        out.write(message);
      }
    }
  }
}
