/** What runs in a child JVM. The door is {@link org.jvmpool.worker.WorkerMain}. */
@NullMarked
package org.jvmpool.worker;

import org.jspecify.annotations.NullMarked;
