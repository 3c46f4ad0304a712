package org.jvmpool.impl.pool;

import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.wire.FunctionMessage;

/**
 * A function as the tasks of a pool name it.
 *
 * @param number what the workers know it by
 * @param message what a worker is told before the first task that names it
 * @param captured what comes with each task
 * @param loader finds the classes of its results
 * @param name for messages
 * @param inFlight what travels with what it holds, if that is told once for all of its tasks
 */
record FunctionRef(
    int number,
    FunctionMessage message,
    byte[] captured,
    ClassLoader loader,
    String name,
    InFlight inFlight) {}
