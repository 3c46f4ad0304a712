/**
 * Starting a manager: its builder, the JVM in which it runs, the command line. What it is, and how
 * it is used, stands in {@code org.jvmpool.worker.manager}.
 */
@NullMarked
package org.jvmpool.impl.manager;

import org.jspecify.annotations.NullMarked;
