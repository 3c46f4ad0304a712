package org.jvmpool.spi;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Multiprocessing;
import org.jvmpool.MultiprocessingContext;
import org.jvmpool.Settings;
import org.jvmpool.WorkerOutput;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.ManagerBuilder;
import org.jvmpool.shared.Connection;
import org.jvmpool.shared.Listener;
import org.jvmpool.shared.SharedMemory;

/**
 * An engine that implements {@link Multiprocessing}: JVMs on this machine, threads, a cluster.
 *
 * <p>Engines are found through {@link java.util.ServiceLoader}: a module {@code provides} this
 * interface, a jar on the class path names its class in {@code
 * META-INF/services/org.jvmpool.spi.MultiprocessingProvider}. One object is made for each class
 * loader that finds it and kept for the life of the JVM. All methods may be called by any thread.
 *
 * <p>Only {@link #scheme()} and {@link #connect(URI)} are required. The other methods serve the
 * static factories of the API, which ask the engine with the scheme {@code "local"}; an engine that
 * does not offer one of them inherits an {@link UnsupportedOperationException}.
 */
public interface MultiprocessingProvider {

  /**
   * The scheme of the URIs that this engine understands: {@code "local"} for JVMs on this machine,
   * {@code "threads"} for threads of this JVM, else a name of the engine's own, such as {@code
   * "ignite"}.
   *
   * @return the scheme, in lower case, always the same
   */
  String scheme();

  /**
   * Reaches the engine.
   *
   * @param uri where the engine is; its scheme is {@link #scheme()} in any case of letters. {@link
   *     Multiprocessing#local()} and {@link Multiprocessing#threads()} give {@code local:/} and
   *     {@code threads:/}
   * @return the engine's door
   * @throws IllegalArgumentException if the engine cannot make sense of the URI
   * @throws org.jvmpool.ProcessException if the engine cannot be reached
   */
  Multiprocessing connect(URI uri);

  /**
   * Serves {@link Multiprocessing#local(Settings)}.
   *
   * @param settings how the engine is to be
   * @return an engine of its own
   * @throws UnsupportedOperationException if the engine does not offer it
   */
  default MultiprocessingContext context(Settings settings) {
    throw Providers.notOffered(this, "Multiprocessing.local(settings)");
  }

  /**
   * Serves {@link WorkerOutput#slf4j()}.
   *
   * @return an output that logs each line
   * @throws UnsupportedOperationException if the engine does not offer it
   */
  default WorkerOutput slf4jOutput() {
    throw Providers.notOffered(this, "WorkerOutput.slf4j()");
  }

  /**
   * Serves {@link Manager#builder()}.
   *
   * @return a new builder
   * @throws UnsupportedOperationException if the engine does not offer it
   */
  default ManagerBuilder managerBuilder() {
    throw Providers.notOffered(this, "Manager.builder()");
  }

  /**
   * Serves {@link Manager#connect(SocketAddress, byte[])}.
   *
   * @param address where the manager listens
   * @param authKey the key of the manager; not kept by reference
   * @param tls the keys and the trust of this side, if the connection is to be encrypted
   * @return a client of the manager
   * @throws org.jvmpool.shared.AuthenticationException if the keys differ
   * @throws IOException if the manager cannot be reached
   * @throws UnsupportedOperationException if the engine does not offer it
   */
  default Manager connectManager(SocketAddress address, byte[] authKey, @Nullable SSLContext tls)
      throws IOException {
    throw Providers.notOffered(this, "Manager.connect(address, authKey)");
  }

  /**
   * Serves {@link org.jvmpool.shared.Connections#listen(SocketAddress, byte[])}.
   *
   * @param address where to listen
   * @param authKey the key that peers must have; not kept by reference
   * @return a listener that is bound already
   * @throws IOException if the address cannot be bound
   * @throws UnsupportedOperationException if the engine does not offer it
   */
  default Listener listen(SocketAddress address, byte[] authKey) throws IOException {
    throw Providers.notOffered(this, "Connections.listen(address, authKey)");
  }

  /**
   * Serves {@link org.jvmpool.shared.Connections#connect(SocketAddress, byte[])}.
   *
   * @param address where the listener is
   * @param authKey the key of the listener; not kept by reference
   * @return a connection that has passed the challenge in both directions
   * @throws org.jvmpool.shared.AuthenticationException if the keys differ
   * @throws IOException if the listener cannot be reached
   * @throws UnsupportedOperationException if the engine does not offer it
   */
  default Connection openConnection(SocketAddress address, byte[] authKey) throws IOException {
    throw Providers.notOffered(this, "Connections.connect(address, authKey)");
  }

  /**
   * Serves {@link org.jvmpool.shared.Connections#waitAny(Collection, Duration)}.
   *
   * @param connectionsOrProcesses what to wait for
   * @param limit how long to wait at most; zero or less does not wait
   * @return those that are ready, in the order of the collection; empty when the limit passed
   * @throws IllegalArgumentException if one of the objects is of another kind
   * @throws IOException if one of the connections is broken
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws UnsupportedOperationException if the engine does not offer it
   */
  default List<Object> waitAny(Collection<?> connectionsOrProcesses, Duration limit)
      throws IOException, InterruptedException {
    throw Providers.notOffered(this, "Connections.waitAny(connectionsOrProcesses, limit)");
  }

  /**
   * Serves {@link SharedMemory#attach(String)}.
   *
   * @param name the name of the segment
   * @return the segment
   * @throws java.io.UncheckedIOException if there is no segment of that name, or it cannot be
   *     mapped
   * @throws UnsupportedOperationException if the engine does not offer it
   */
  default SharedMemory attachMemory(String name) {
    throw Providers.notOffered(this, "SharedMemory.attach(name)");
  }
}
