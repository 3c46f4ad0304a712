/**
 * Connections between programs over sockets, and the challenge that comes before the first object.
 * Door: {@link org.jvmpool.worker.link.Handshake}.
 */
@NullMarked
package org.jvmpool.worker.link;

import org.jspecify.annotations.NullMarked;
