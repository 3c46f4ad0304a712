/**
 * Connections between programs over sockets, the challenge that comes before the first object, and
 * waiting for several things at once. Doors: {@link org.jvmpool.worker.link.SocketListener}, {@link
 * org.jvmpool.worker.link.SocketConnections}, {@link org.jvmpool.worker.link.WaitAny}, {@link
 * org.jvmpool.worker.link.Handshake}.
 */
@NullMarked
package org.jvmpool.worker.link;

import org.jspecify.annotations.NullMarked;
