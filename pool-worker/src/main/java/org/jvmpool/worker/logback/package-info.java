/**
 * Logback in a worker: its records go to the parent's loggers. Nothing here is loaded unless a
 * worker that has Logback logs; SLF4J finds {@link org.jvmpool.worker.logback.RelayProvider} by its
 * name.
 */
@NullMarked
package org.jvmpool.worker.logback;

import org.jspecify.annotations.NullMarked;
