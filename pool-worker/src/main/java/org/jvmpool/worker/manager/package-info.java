/**
 * The manager: a server that holds objects, and the proxies by which other processes use them.
 *
 * <p>Doors: {@link org.jvmpool.worker.manager.ManagerServer} serves, {@link
 * org.jvmpool.worker.manager.RemoteManager} reaches one. Between the two: {@code SocketLink} and
 * {@code Peer} speak the protocol of {@code docs/protocol.md}; each {@code …Proxy} has a {@code
 * Served…} that does what it asks, and {@code Op} names what can be asked.
 */
@NullMarked
package org.jvmpool.worker.manager;

import org.jspecify.annotations.NullMarked;
