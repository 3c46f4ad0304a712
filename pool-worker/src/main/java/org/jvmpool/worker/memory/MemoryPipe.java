package org.jvmpool.worker.memory;

import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Pipe;

/** The two ends. */
record MemoryPipe(Connection first, Connection second) implements Pipe {}
