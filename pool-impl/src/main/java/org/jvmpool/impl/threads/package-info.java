/**
 * Processes that are threads of this JVM, for {@code Multiprocessing.threads()}. The door is {@link
 * org.jvmpool.impl.threads.ThreadProcesses}; the objects that they share are in {@code
 * org.jvmpool.worker.plain}.
 */
@NullMarked
package org.jvmpool.impl.threads;

import org.jspecify.annotations.NullMarked;
