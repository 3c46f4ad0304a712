/**
 * Starting and ending one child JVM. Doors: {@link org.jvmpool.impl.launch.Launcher} makes {@link
 * org.jvmpool.impl.launch.ChildJvm}s, a child's {@link org.jvmpool.impl.launch.Ending} says why it
 * is gone. Knows nothing of tasks, frames or pools.
 */
@NullMarked
package org.jvmpool.impl.launch;

import org.jspecify.annotations.NullMarked;
