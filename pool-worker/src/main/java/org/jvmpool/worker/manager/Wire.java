package org.jvmpool.worker.manager;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** One end of a connection as two streams. Each is for one thread at a time; any may close it. */
interface Wire extends Closeable {
  InputStream in();

  OutputStream out();

  @Override
  void close() throws IOException;
}
