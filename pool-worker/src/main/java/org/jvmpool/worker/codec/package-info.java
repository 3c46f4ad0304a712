/**
 * Turns values, functions and throwables into bytes and back.
 *
 * <p>The door is {@link org.jvmpool.worker.codec.Codec}. Nothing else in the library knows which
 * serializer writes what.
 */
@NullMarked
package org.jvmpool.worker.codec;

import org.jspecify.annotations.NullMarked;
