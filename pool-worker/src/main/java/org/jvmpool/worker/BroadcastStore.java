package org.jvmpool.worker;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.jvmpool.WorkerContext;
import org.jvmpool.spi.WorkerContexts;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.MessageOutput;

/**
 * The broadcasts that this JVM knows: those that pools of it have made, with their bytes, and those
 * that its tasks have used, with their values. Safe for many threads.
 */
public final class BroadcastStore {
  /** Made here: by key. */
  private static final Map<String, Made> MADE = new ConcurrentHashMap<>();

  /** Received from the parent: by key. */
  private static final Map<String, Received> RECEIVED = new ConcurrentHashMap<>();

  /** Asks the parent; absent in a root JVM. */
  private static volatile @Nullable Function<String, byte @Nullable []> parent;

  private BroadcastStore() {}

  /** A broadcast of a pool in this JVM. */
  private record Made(Object value, byte[] bytes, Map<WorkerContext, Received> copies) {}

  /** A value that may be null. */
  private record Received(@Nullable Object value) {}

  /** Keeps a value under a key, as it is now: what cannot travel is refused here. */
  public static void make(String key, Object value) {
    Output out = new MessageOutput(256);
    Codec.shared().encode(value, out);
    MADE.put(key, new Made(value, out.toBytes(), new ConcurrentHashMap<>()));
  }

  /** The broadcast is not used any more. */
  public static void release(String key) {
    MADE.remove(key);
    RECEIVED.remove(key);
  }

  static void askParentWith(Function<String, byte @Nullable []> question) {
    parent = question;
  }

  /** What travels for a key: made here, or to be had from the parent; null when it is closed. */
  public static byte @Nullable [] bytes(String key) {
    Made made = MADE.get(key);
    if (made != null) {
      return made.bytes();
    }
    Function<String, byte @Nullable []> ask = parent;
    return ask == null ? null : ask.apply(key);
  }

  /**
   * The value, for who has the handle. Where it was made that is the value itself; a worker, thread
   * or JVM, has one copy of it.
   */
  static @Nullable Object value(String key) {
    Made made = MADE.get(key);
    WorkerContext worker = WorkerContexts.currentOrNull();
    if (made == null) {
      return RECEIVED.computeIfAbsent(key, BroadcastStore::receive).value();
    }
    if (worker == null || parent != null) {
      return made.value();
    }
    return made.copies().computeIfAbsent(worker, w -> decode(made.bytes())).value();
  }

  private static Received receive(String key) {
    byte[] bytes = bytes(key);
    if (bytes == null) {
      throw new IllegalStateException(
          "broadcast "
              + key
              + " is closed, or its pool has ended; keep both open while tasks use it");
    }
    return decode(bytes);
  }

  private static Received decode(byte[] bytes) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return new Received(
        Codec.shared()
            .decode(
                new BoundedInput(bytes),
                context == null ? BroadcastStore.class.getClassLoader() : context));
  }
}
