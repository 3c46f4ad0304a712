/**
 * Objects that several processes share: queues, pipes, locks and what is made of them, values,
 * arrays and memory.
 *
 * <p>The door is {@link org.jvmpool.Multiprocessing}, which makes them all; {@link
 * org.jvmpool.shared.Connections} is the door for connections between programs that are not of one
 * family.
 *
 * <p>What a program holds is a handle. It can be captured by a task, or sent through a queue, a
 * pipe or a manager, and arrives as a handle of the same object. An object belongs to the family of
 * processes that descends from one root: it outlives the process that created it, {@code close()}
 * releases it, and the root removes what is left when it ends. {@code close()} may be called more
 * than once; any other call through a closed handle throws {@link IllegalStateException}, or {@link
 * java.io.IOException} where the method declares it, and so does a call that waits through it when
 * another thread closes it. (One that waits for an object of a manager goes on; and the thread that
 * holds a lock that processes share may still unlock it.)
 *
 * <p>Handles may be used by any thread. No call polls: a thread that waits is woken. Every call
 * that blocks has a twin with a {@link java.time.Duration}, where zero or less means not to wait. A
 * null argument is refused with a {@link NullPointerException}.
 */
@NullMarked
package org.jvmpool.shared;

import org.jspecify.annotations.NullMarked;
