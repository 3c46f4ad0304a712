package org.jvmpool;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

public interface AsyncResult<R> extends Future<R>, CompletionStage<R> {
  boolean ready();

  boolean successful();

  boolean await(Duration limit) throws InterruptedException;

  R get(Duration limit) throws InterruptedException, ExecutionException, TimeoutException;

  R join();
}
