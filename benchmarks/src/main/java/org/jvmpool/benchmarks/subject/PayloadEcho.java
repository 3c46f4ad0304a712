package org.jvmpool.benchmarks.subject;

import java.io.IOException;
import org.jvmpool.Pool;
import org.jvmpool.TaskFunction;

/** Bytes there and back through one worker: placement, bytes, round trips. */
final class PayloadEcho {
  private PayloadEcho() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Arguments arguments = new Arguments(args, 3);
    int size = arguments.number(1);
    int trips = arguments.number(2);
    byte[] payload = new byte[size];
    for (int i = 0; i < size; i++) {
      payload[i] = (byte) (i * 31);
    }
    TaskFunction<byte[], byte[]> echo = bytes -> bytes;
    try (Pool pool = Pool.create(1)) {
      long worker = pool.apply(() -> ProcessHandle.current().pid());
      Placement.of(arguments.text(0)).bind(worker);
      for (int i = 0; i < Math.max(1, trips / 2); i++) {
        byte[] back = pool.apply(echo, payload);
        Expect.equal(back.length, size);
        Expect.equal(back[size - 1], payload[size - 1]);
      }
      long start = System.nanoTime();
      for (int i = 0; i < trips; i++) {
        Expect.equal(pool.apply(echo, payload).length, size);
      }
      long taken = System.nanoTime() - start;
      Metric.print("echo_bytes_per_s", (double) size * trips * 1e9 / taken);
    }
  }
}
