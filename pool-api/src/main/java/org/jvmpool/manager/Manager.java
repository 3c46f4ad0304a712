package org.jvmpool.manager;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Pool;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.spi.Providers;

/**
 * A server process that holds objects, which other processes use through proxies: Python's {@code
 * Manager}.
 *
 * <p>{@link org.jvmpool.Multiprocessing#manager()} starts one for a family of processes, and it
 * ends with the process that started it. Objects that processes share without a server, made by
 * {@link org.jvmpool.Multiprocessing} itself, are much faster; a manager has the richer types and
 * serves other machines, too.
 *
 * <p>Values are copied: what is read from a dict or a list is a copy, and changing it does not
 * change the dict. To keep something that several processes change inside a dict, store the proxy
 * of another object of the manager.
 *
 * <p>A manager can be captured by a task or sent to another process.
 */
public interface Manager extends Serializable, AutoCloseable {

  /**
   * Begins a manager that other programs can reach, or with types of one's own.
   *
   * @return a new builder
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path; the message names the dependency to add
   */
  static ManagerBuilder builder() {
    return Providers.local().managerBuilder();
  }

  /**
   * Reaches a manager of another program: Python's {@code connect}. Closing the result leaves that
   * manager running.
   *
   * @param address where it listens, a {@link java.net.UnixDomainSocketAddress} or a {@link
   *     java.net.InetSocketAddress}
   * @param authKey its key
   * @return the manager
   * @throws org.jvmpool.shared.AuthenticationException if one side does not have the key of the
   *     other
   * @throws IllegalArgumentException if the address is of another kind
   * @throws IOException if the manager cannot be reached
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path; the message names the dependency to add
   */
  static Manager connect(SocketAddress address, byte[] authKey) throws IOException {
    return Providers.local().connectManager(address, authKey, null);
  }

  /**
   * Reaches a manager of another program over an encrypted connection. The manager's certificate
   * must be trusted and name its host.
   *
   * @param address where it listens
   * @param authKey its key
   * @param tls the keys and the trust of this side
   * @return the manager
   * @throws org.jvmpool.shared.AuthenticationException if one side does not have the key of the
   *     other
   * @throws IOException if the manager cannot be reached, or its certificate is not accepted
   * @throws IllegalStateException if there is no implementation of jvmpool on the class path or the
   *     module path; the message names the dependency to add
   */
  static Manager connect(InetSocketAddress address, byte[] authKey, SSLContext tls)
      throws IOException {
    return Providers.local().connectManager(address, authKey, tls);
  }

  /**
   * Makes an empty map: Python's {@code dict}.
   *
   * @param <K> the keys
   * @param <V> the values
   * @return its proxy
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  <K, V> SharedMap<K, V> dict();

  /**
   * Makes a map.
   *
   * @param <K> the keys
   * @param <V> the values
   * @param initial what it holds at first; copied
   * @return its proxy
   * @throws org.jvmpool.TaskSerializationException if an entry cannot travel
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  <K, V> SharedMap<K, V> dict(Map<? extends K, ? extends V> initial);

  /**
   * Makes an empty list: Python's {@code list}.
   *
   * @param <E> the elements
   * @return its proxy
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  <E> SharedList<E> list();

  /**
   * Makes a list.
   *
   * @param <E> the elements
   * @param initial what it holds at first; copied
   * @return its proxy
   * @throws org.jvmpool.TaskSerializationException if an element cannot travel
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  <E> SharedList<E> list(Collection<? extends E> initial);

  /**
   * Makes an empty set: Python's {@code set}. Iteration runs over a snapshot.
   *
   * @param <E> the elements
   * @return its proxy
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  <E> Set<E> set();

  /**
   * Makes an empty namespace: Python's {@code Namespace}.
   *
   * @return its proxy
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  Namespace namespace();

  /**
   * Makes a lock that is not reentrant: Python's {@code Lock}. It is released when its holder's
   * process ends.
   *
   * @return its proxy
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  SharedLock lock();

  /**
   * Makes a reentrant lock: Python's {@code RLock}. It is released when its holder's process ends.
   *
   * @return its proxy
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  SharedLock reentrantLock();

  /**
   * Makes a semaphore: Python's {@code Semaphore}.
   *
   * @param permits how many permits it has at first, 0 or more
   * @return its proxy
   * @throws IllegalArgumentException if the number is negative
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  SharedSemaphore semaphore(int permits);

  /**
   * Makes a semaphore that never has more permits than at first: Python's {@code BoundedSemaphore}.
   *
   * @param permits how many permits it has at first, 0 or more
   * @return its proxy
   * @throws IllegalArgumentException if the number is negative
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  SharedSemaphore boundedSemaphore(int permits);

  /**
   * Makes a condition with a reentrant lock of its own: Python's {@code Condition}.
   *
   * @return its proxy
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  SharedCondition condition();

  /**
   * Makes an event that is not set: Python's {@code Event}.
   *
   * @return its proxy
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  SharedEvent event();

  /**
   * Makes a barrier: Python's {@code Barrier}.
   *
   * @param parties how many must arrive, at least 1
   * @return its proxy
   * @throws IllegalArgumentException if the number is less than 1
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  SharedBarrier barrier(int parties);

  /**
   * Makes a queue: Python's {@code Queue}.
   *
   * @param <E> the elements
   * @param maxSize how many elements it holds at most; 0 means no bound
   * @return its proxy
   * @throws IllegalArgumentException if the bound is negative
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  <E> SharedQueue<E> queue(int maxSize);

  /**
   * Makes a queue: Python's {@code JoinableQueue}.
   *
   * @param <E> the elements
   * @param maxSize how many elements it holds at most; 0 means no bound
   * @return its proxy
   * @throws IllegalArgumentException if the bound is negative
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  <E> JoinableQueue<E> joinableQueue(int maxSize);

  /**
   * Makes a variable: Python's {@code Value}.
   *
   * @param <T> the value
   * @param initial what it holds at first; copied
   * @return its proxy
   * @throws org.jvmpool.TaskSerializationException if the value cannot travel
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  <T extends @Nullable Object> SharedReference<T> value(T initial);

  /**
   * Makes a list of a fixed size: Python's {@code Array}. Methods that would change its size throw
   * {@link UnsupportedOperationException}.
   *
   * @param <E> the elements
   * @param fixed what it holds at first; copied
   * @return its proxy
   * @throws org.jvmpool.TaskSerializationException if an element cannot travel
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  <E> SharedList<E> array(Collection<? extends E> fixed);

  /**
   * Makes a pool whose workers belong to the manager: Python's {@code Pool}. It ends with the
   * manager at the latest.
   *
   * @param workers how many workers it has, at least 1
   * @return the pool
   * @throws IllegalArgumentException if the number is less than 1
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  Pool pool(int workers);

  /**
   * Makes an object of a type that the manager's builder registered. Its methods run inside the
   * server, one round trip each.
   *
   * @param <T> the type
   * @param registered the interface that was given to {@link ManagerBuilder#register(Class,
   *     org.jvmpool.SerializableSupplier)}
   * @return a proxy that implements the interface; what its methods throw in the server arrives as
   *     an exception of the same class
   * @throws IllegalArgumentException if the manager does not know the type; the message tells which
   *     ones it knows
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  <T> T create(Class<T> registered);

  /**
   * Ends an object of this manager for everybody, whoever uses it and wherever it is stored. Calls
   * of its proxies throw an {@link IllegalStateException} from then on. Closing a proxy is gentler:
   * then the object ends when nobody else uses it.
   *
   * @param proxy a proxy of the object
   * @throws IllegalArgumentException if it is no proxy of this manager
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  void release(Object proxy);

  /**
   * Counts what the manager holds and serves.
   *
   * @return the counts of this moment
   * @throws org.jvmpool.ProcessException if the manager is gone
   */
  ManagerStats stats();

  /**
   * Where it listens.
   *
   * @return the address, with the port that the system chose if the port was 0
   */
  SocketAddress address();

  /**
   * Ends a manager that this process started, with all its objects: Python's {@code shutdown}.
   * Waits for its end, and kills it if it does not come within a few seconds. If this process has
   * only connected to it, gives up the connection and leaves it running. May be called more than
   * once.
   */
  @Override
  void close();
}
