/**
 * What {@code Multiprocessing.local()} shares between processes: locks and what is made of them,
 * values, arrays, memory, queues and pipes, in mapped memory of the family.
 *
 * <p>Door: {@link org.jvmpool.worker.memory.MemoryObjects}. Each object is a handle on some words
 * of a {@link org.jvmpool.worker.family.Block}; what travels is a small record that finds them
 * again. {@link org.jvmpool.worker.memory.Mutex} is the lock that all else relies on.
 */
@NullMarked
package org.jvmpool.worker.memory;

import org.jspecify.annotations.NullMarked;
