package org.jvmpool.manager;

import java.io.IOException;
import java.net.SocketAddress;
import javax.net.ssl.SSLContext;
import org.jvmpool.SerializableSupplier;
import org.jvmpool.VoidTask;

/**
 * Settings of a manager to be. Each method changes this builder and returns it; a wrong value is
 * refused by the method that gets it. For use by one thread at a time.
 */
public interface ManagerBuilder {

  /**
   * Sets where the manager listens. Default: a Unix domain socket that only this user can reach.
   *
   * <p>A Unix domain socket that a dead process of the same user has left there is replaced; one at
   * which a process listens is not, nor is any other file.
   *
   * @param address a {@link java.net.UnixDomainSocketAddress} or a {@link
   *     java.net.InetSocketAddress}; port 0 lets the system choose
   * @return this builder
   * @throws IllegalArgumentException if the address is of another kind
   */
  ManagerBuilder address(SocketAddress address);

  /**
   * Sets the key that clients must have, and that the manager proves to them to have. Default: a
   * random one, known to this family of processes.
   *
   * @param key the key; copied
   * @return this builder
   */
  ManagerBuilder authKey(byte[] key);

  /**
   * Encrypts connections of other programs over TCP. The challenge takes place inside the encrypted
   * connection. Default: no encryption.
   *
   * <p>A context cannot be sent to another process. So there is no child JVM then: {@link #start()}
   * runs the manager on threads of this JVM, in its memory, as does what runs inside it: functions,
   * registered types and the initializer. It ends with {@link Manager#close} or with this JVM, and
   * its family reaches it all the same. Proxies of who reaches it over an encrypted connection
   * cannot be sent to another process.
   *
   * @param context the keys and the trust of this side
   * @return this builder
   */
  ManagerBuilder tls(SSLContext context);

  /**
   * Sets what the manager does once before it serves. If it throws, the start fails. Default:
   * nothing.
   *
   * @param initializer what to do
   * @return this builder
   */
  ManagerBuilder initializer(VoidTask initializer);

  /**
   * Registers a type for {@link Manager#create(Class)}: Python's {@code BaseManager.register}.
   *
   * @param <T> the type
   * @param type an interface, which proxies implement
   * @param factory makes an object, inside the server
   * @return this builder
   * @throws IllegalArgumentException if the type is no interface or is registered already
   */
  <T> ManagerBuilder register(Class<T> type, SerializableSupplier<? extends T> factory);

  /**
   * Lets clients of other programs, those that come through {@link Manager#connect}, send objects
   * of these classes where the manager must look into them: as keys, as elements of a set, as
   * arguments of registered types. Default: values of the JDK such as strings, numbers, dates, and
   * the classes that methods of registered types name. Values that a dict, a list or a queue only
   * keeps may be of any class, since the manager does not look into them. The manager's own family
   * is trusted.
   *
   * @param classes the classes; not their subclasses, nor what they hold
   * @return this builder
   */
  ManagerBuilder allow(Class<?>... classes);

  /**
   * Starts the manager in a process of its own, which ends with this one; with {@link
   * #tls(SSLContext)}, on threads of this one. Returns when it can be used.
   *
   * @return the manager
   * @throws org.jvmpool.TaskSerializationException if the initializer or a factory cannot travel
   * @throws org.jvmpool.ProcessException if the process cannot be started, the address cannot be
   *     bound or the initializer throws
   * @throws java.util.concurrent.CancellationException if the thread is interrupted before it can
   *     be used; then it is ended, and the interrupt is set again
   */
  Manager start();

  /**
   * Runs the manager in this JVM: Python's {@code serve_forever}. Blocks until the calling thread
   * is interrupted; its objects and connections are gone then.
   *
   * @throws IOException if the address cannot be bound: a {@link java.net.BindException} that names
   *     it and says why
   * @throws org.jvmpool.ProcessException if the initializer throws
   * @throws InterruptedException if the thread is interrupted, which is how it ends
   */
  void serve() throws IOException, InterruptedException;
}
