package org.jvmpool;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jvmpool.manager.Manager;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.Pipe;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedBoolean;
import org.jvmpool.shared.SharedByteArray;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedDouble;
import org.jvmpool.shared.SharedDoubleArray;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedInt;
import org.jvmpool.shared.SharedIntArray;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedLong;
import org.jvmpool.shared.SharedLongArray;
import org.jvmpool.shared.SharedMemory;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.shared.SimpleQueue;
import org.jvmpool.spi.Providers;

public interface Multiprocessing extends Serializable {
  static Multiprocessing local() {
    return Providers.connect(Providers.LOCAL + ":/");
  }

  static Multiprocessing threads() {
    return Providers.connect(Providers.THREADS + ":/");
  }

  static Multiprocessing connect(String uri) {
    return Providers.connect(uri);
  } // an engine: "ignite://host1:47500,host2:47500"

  Pool pool();

  Pool pool(int workers);

  PoolBuilder poolBuilder();

  JvmProcess process(VoidTask main);

  JvmProcessBuilder processBuilder();

  JvmProcess currentProcess();

  Optional<JvmProcess> parentProcess();

  List<JvmProcess> activeChildren();

  int cpuCount();

  <E> SharedQueue<E> queue();

  <E> SharedQueue<E> queue(int maxSize);

  <E> JoinableQueue<E> joinableQueue();

  <E> JoinableQueue<E> joinableQueue(int maxSize);

  <E> SimpleQueue<E> simpleQueue();

  Pipe pipe();

  Pipe pipe(boolean duplex);

  SharedLock lock();

  SharedLock reentrantLock();

  SharedSemaphore semaphore(int permits);

  SharedSemaphore boundedSemaphore(int permits);

  SharedCondition condition();

  SharedCondition condition(SharedLock lock);

  SharedEvent event();

  SharedBarrier barrier(int parties);

  SharedBarrier barrier(int parties, SerializableRunnable action, Duration limit);

  SharedInt sharedInt(int value);

  SharedLong sharedLong(long value);

  SharedDouble sharedDouble(double value);

  SharedBoolean sharedBoolean(boolean value);

  SharedByteArray byteArray(int length);

  SharedIntArray intArray(int length);

  SharedLongArray longArray(int length);

  SharedDoubleArray doubleArray(int length);

  SharedMemory memory(long size);

  Manager manager();
}
