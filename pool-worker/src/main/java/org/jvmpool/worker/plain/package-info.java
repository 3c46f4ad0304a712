/**
 * What processes share, within one JVM: locks and what is made of them, queues, pipes, values,
 * arrays and memory. {@code Multiprocessing.threads()} hands these objects out, and a manager
 * serves them to its clients.
 *
 * <p>The doors are {@link org.jvmpool.worker.plain.PlainObjects}, which makes them, and {@link
 * org.jvmpool.worker.plain.Session} with {@link org.jvmpool.worker.plain.Owner}, which say on whose
 * behalf a call is made. A core ({@code LockCore}) is the object itself; a handle ({@code
 * PlainLock}) is what one session holds of it.
 */
@NullMarked
package org.jvmpool.worker.plain;

import org.jspecify.annotations.NullMarked;
