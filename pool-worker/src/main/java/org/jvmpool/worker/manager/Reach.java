package org.jvmpool.worker.manager;

import java.net.SocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to reach a manager.
 *
 * @param tls encrypts the connection, or null
 */
record Reach(SocketAddress address, ManagerKey key, @Nullable SSLContext tls) {}
