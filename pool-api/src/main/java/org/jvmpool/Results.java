package org.jvmpool;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

public interface Results<R> extends Iterator<R>, AutoCloseable {
  R next(Duration limit) throws TimeoutException;

  Stream<R> stream();

  void close();
}
