package org.jvmpool.manager;

import java.io.IOException;
import java.io.Serializable;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jvmpool.Pool;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.spi.Providers;

public interface Manager extends Serializable, AutoCloseable {
  static ManagerBuilder builder() {
    return Providers.local().managerBuilder();
  }

  static Manager connect(SocketAddress address, byte[] authKey) throws IOException {
    return Providers.local().connectManager(address, authKey);
  }

  <K, V> SharedMap<K, V> dict();

  <K, V> SharedMap<K, V> dict(Map<? extends K, ? extends V> initial);

  <E> SharedList<E> list();

  <E> SharedList<E> list(Collection<? extends E> initial);

  <E> Set<E> set();

  Namespace namespace();

  SharedLock lock();

  SharedLock reentrantLock();

  SharedSemaphore semaphore(int permits);

  SharedSemaphore boundedSemaphore(int permits);

  SharedCondition condition();

  SharedEvent event();

  SharedBarrier barrier(int parties);

  <E> SharedQueue<E> queue(int maxSize); // 0: unbounded

  <E> JoinableQueue<E> joinableQueue(int maxSize);

  <T> SharedReference<T> value(T initial);

  <E> SharedList<E> array(Collection<? extends E> fixed); // fixed size

  Pool pool(int workers);

  <T> T create(Class<T> registered);

  SocketAddress address();

  void close();
}
