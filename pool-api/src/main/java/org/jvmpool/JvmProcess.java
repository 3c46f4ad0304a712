package org.jvmpool;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

public interface JvmProcess extends AutoCloseable {
  JvmProcess start();

  void join() throws InterruptedException;

  boolean join(Duration limit) throws InterruptedException;

  boolean isAlive();

  long pid();

  String name();

  boolean isDaemon();

  OptionalInt exitCode();

  void terminate();

  void kill();

  CompletableFuture<JvmProcess> onExit();

  void close();
}
