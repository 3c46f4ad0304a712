/**
 * The family of processes that descends from one root JVM, and what they need to wait for each
 * other: a private directory with mapped memory in it, and the coordinator, a thread of the root
 * that wakes who waits and sees who ends.
 *
 * <p>Doors: {@link org.jvmpool.worker.family.Family} is this JVM's membership, {@link
 * org.jvmpool.worker.family.Block} is shared memory, {@link org.jvmpool.worker.family.Futex} is
 * waiting for a word of it to change. What locks, queues and pipes make of these stands in {@code
 * org.jvmpool.worker.memory}.
 */
@NullMarked
package org.jvmpool.worker.family;

import org.jspecify.annotations.NullMarked;
