/** What holds of shared memory alone: processes killed at any moment, files, waiting. */
@NullMarked
package org.jvmpool.impl.memory;

import org.jspecify.annotations.NullMarked;
