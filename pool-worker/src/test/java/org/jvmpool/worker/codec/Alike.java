package org.jvmpool.worker.codec;

import java.lang.reflect.Proxy;
import java.text.Format;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jvmpool.TaskFunction;

/** Whether a copy behaves as its original does, for classes that define no {@code equals}. */
final class Alike {
  private Alike() {}

  static boolean alike(Object original, Object copy) {
    if (original == null || copy == null) {
      return original == copy;
    }
    if (Objects.deepEquals(original, copy)) {
      return true;
    }
    if (original instanceof Object[] array) {
      return copy instanceof Object[] other
          && array.length == other.length
          && array.getClass() == other.getClass()
          && alike(Arrays.asList(array), Arrays.asList(other));
    }
    if (original instanceof IdentityHashMap<?, ?> map) {
      return copy instanceof IdentityHashMap<?, ?> other && map.size() == other.size();
    }
    if (original instanceof Map<?, ?> map) {
      return copy instanceof Map<?, ?> other
          && alike(List.copyOf(map.entrySet()), List.copyOf(other.entrySet()));
    }
    if (original instanceof Map.Entry<?, ?> entry) {
      return copy instanceof Map.Entry<?, ?> other
          && alike(entry.getKey(), other.getKey())
          && alike(entry.getValue(), other.getValue());
    }
    if (original instanceof Collection<?> collection) {
      return copy instanceof Collection<?> other && sameElements(collection, other);
    }
    return special(original, copy);
  }

  /** Whether elements, keys and values come in the order of the original, if that has one. */
  static boolean sameOrder(Object original, Object copy) {
    String name = original.getClass().getName();
    if (name.matches("java.util.ImmutableCollections.(Set|Map).*|.*ConcurrentHashMap.KeySetView")) {
      return true;
    }
    if (original instanceof Map<?, ?> map && !(original instanceof IdentityHashMap)) {
      return copy instanceof Map<?, ?> other
          && sameElements(map.keySet(), other.keySet())
          && sameElements(map.values(), other.values());
    }
    return !(original instanceof Collection<?> collection)
        || (copy instanceof Collection<?> other && sameElements(collection, other));
  }

  private static boolean sameElements(Collection<?> a, Collection<?> b) {
    List<?> left = new ArrayList<>(a);
    List<?> right = new ArrayList<>(b);
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!alike(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked")
  private static boolean special(Object original, Object copy) {
    if (original instanceof Random random) {
      return random.nextLong() == ((Random) copy).nextLong()
          && random.nextGaussian() == ((Random) copy).nextGaussian();
    } else if (original instanceof Pattern pattern) {
      return pattern.pattern().equals(((Pattern) copy).pattern())
          && pattern.flags() == ((Pattern) copy).flags();
    } else if (original instanceof AtomicReference<?> reference) {
      return alike(reference.get(), ((AtomicReference<?>) copy).get());
    } else if (original instanceof AtomicBoolean || original instanceof Number) {
      return original.toString().equals(copy.toString());
    } else if (original instanceof StringBuilder || original instanceof StringBuffer) {
      return original.toString().equals(copy.toString());
    } else if (original instanceof ReentrantLock lock) {
      return lock.isFair() == ((ReentrantLock) copy).isFair() && !((ReentrantLock) copy).isLocked();
    } else if (original instanceof ReentrantReadWriteLock) {
      return copy instanceof ReentrantReadWriteLock;
    } else if (original instanceof Semaphore semaphore) {
      return semaphore.availablePermits() == ((Semaphore) copy).availablePermits();
    } else if (original instanceof Format format) {
      return format.equals(copy);
    } else if (original instanceof Throwable thrown) {
      Throwable there = (Throwable) copy;
      return Objects.equals(thrown.getMessage(), there.getMessage())
          && Arrays.toString(thrown.getStackTrace()).equals(Arrays.toString(there.getStackTrace()))
          && (thrown.getCause() == null || alike(thrown.getCause(), there.getCause()));
    } else if (original instanceof Supplier<?> supplier) {
      return supplier.get().equals(((Supplier<?>) copy).get());
    } else if (original instanceof TaskFunction<?, ?> function) {
      try {
        return ((TaskFunction<Object, Object>) function)
            .apply(1)
            .equals(((TaskFunction<Object, Object>) copy).apply(1));
      } catch (Exception e) {
        return false;
      }
    } else if (original instanceof Comparable<?> comparable
        && Proxy.isProxyClass(copy.getClass())) {
      return ((Comparable<Object>) comparable).compareTo(1)
          == ((Comparable<Object>) copy).compareTo(1);
    }
    return original.getClass().getPackageName().startsWith("java.util.concurrent.atomic")
        ? original.toString().equals(copy.toString())
        : original.getClass() == Object.class && copy.getClass() == Object.class;
  }
}
