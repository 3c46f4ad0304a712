/**
 * What passes between a parent and a worker: frames on the pipe pair, and the claim page beside it.
 * Doors: {@link org.jvmpool.worker.wire.FrameReader}, {@link org.jvmpool.worker.wire.FrameBuffer},
 * {@link org.jvmpool.worker.wire.ClaimPage}; one record a message. The byte layout of a frame
 * stands in {@link org.jvmpool.worker.wire.FrameLayout} alone.
 */
@NullMarked
package org.jvmpool.worker.wire;

import org.jspecify.annotations.NullMarked;
