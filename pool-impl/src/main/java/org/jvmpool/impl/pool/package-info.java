/**
 * The pool around the {@linkplain org.jvmpool.impl.brain.Brain brain}: what carries out its
 * decisions. The door is {@link org.jvmpool.impl.pool.PoolFactory}. Reading order: {@code PoolCore}
 * (events and actions), {@code WorkerPort} and its two kinds {@code JvmWorker} and {@code
 * ThreadWorker}, {@code PoolResult}, {@code JvmPool} (the interface that users hold).
 */
@NullMarked
package org.jvmpool.impl.pool;

import org.jspecify.annotations.NullMarked;
