package org.jvmpool.worker.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which class loader a class comes from, told to other JVMs: two loaders of a program may hold
 * different classes of one name.
 *
 * <p>A loader is named by a random number, which it keeps for as long as it lives. A class travels
 * as {@code name/number}; without the number when it comes from the class path, the JDK or this
 * library, which each JVM has for itself. A worker has a mirror for each loader of its parent that
 * it was told, under the same number, and tells that number on. A JVM to which a number means
 * nothing looks for the name alone.
 *
 * <p>Safe for all threads. Pins no loader.
 */
public final class ClassHomes {
  /** Stands for the loaders that each JVM has for itself. */
  public static final long COMMON = 0;

  private static final char SEPARATOR = '/';

  /** Packages that stand in a worker's own class path, wherever the parent has them. */
  private static final String[] OURS = {
    "org.jvmpool.", "com.esotericsoftware.kryo.kryo5.", "org.slf4j."
  };

  // Guarded by itself.
  private static final Map<ClassLoader, Long> NUMBERS = new WeakHashMap<>();

  private static final Map<Long, WeakReference<ClassLoader>> LOADERS = new ConcurrentHashMap<>();

  private static volatile @Nullable LongFunction<ClassLoader> mirrors;

  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          long home = of(type);
          return home == COMMON ? type.getName() : name(type.getName(), home);
        }
      };

  private ClassHomes() {}

  /** The number of the loader that a class comes from. */
  public static long of(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return type.isHidden() || isCommon(loader) || (loader == ownLoader() && isOurs(type.getName()))
        ? COMMON
        : of(loader);
  }

  /** The number of a loader. */
  public static long of(@Nullable ClassLoader loader) {
    if (loader == null || isCommon(loader)) {
      return COMMON;
    }
    synchronized (NUMBERS) {
      Long known = NUMBERS.get(loader);
      if (known == null) {
        known = newNumber();
        bind(loader, known);
      }
      return known;
    }
  }

  private static boolean isCommon(@Nullable ClassLoader loader) {
    return loader == null
        || loader == ClassLoader.getSystemClassLoader()
        || loader == ClassLoader.getPlatformClassLoader();
  }

  private static @Nullable ClassLoader ownLoader() {
    return ClassHomes.class.getClassLoader();
  }

  /** Whether a class of that name is this library's, or one that it brings. */
  public static boolean isOurs(String name) {
    for (String prefix : OURS) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static long newNumber() {
    long number;
    do {
      number = UUID.randomUUID().getMostSignificantBits();
    } while (number == COMMON);
    return number;
  }

  /** Names a loader: a mirror of one in the parent. */
  public static void bind(ClassLoader loader, long number) {
    synchronized (NUMBERS) {
      NUMBERS.put(loader, number);
      LOADERS.put(number, new WeakReference<>(loader));
      LOADERS.values().removeIf(known -> known.get() == null);
    }
  }

  /** From now on this JVM does not know whose number it is, like one that was never told. */
  static void forget(ClassLoader loader) {
    synchronized (NUMBERS) {
      LOADERS.remove(of(loader));
    }
  }

  /** From now on a number that was never bound here gets a mirror; made by this, and then bound. */
  public static void mirrorWith(LongFunction<ClassLoader> factory) {
    mirrors = factory;
  }

  /** The loader of that number; null when this JVM does not know it. */
  public static @Nullable ClassLoader find(long number) {
    ClassLoader known = known(number);
    LongFunction<ClassLoader> factory = mirrors;
    if (known != null || factory == null || number == COMMON) {
      return known;
    }
    synchronized (NUMBERS) {
      known = known(number);
      if (known == null) {
        known = factory.apply(number);
        bind(known, number);
      }
      return known;
    }
  }

  private static @Nullable ClassLoader known(long number) {
    WeakReference<ClassLoader> known = LOADERS.get(number);
    return known == null ? null : known.get();
  }

  /** The name of a class as it travels. */
  static String nameOf(Class<?> type) {
    return NAMES.get(type);
  }

  /** The name under which a class of that loader travels. */
  static String name(String plain, long home) {
    return plain + SEPARATOR + Long.toHexString(home);
  }

  /** The number in such a name. */
  static long numberIn(String name) {
    int at = name.lastIndexOf(SEPARATOR);
    try {
      return at < 0 ? COMMON : Long.parseUnsignedLong(name, at + 1, name.length(), 16);
    } catch (NumberFormatException e) {
      return COMMON;
    }
  }

  /** The class's name in such a name. */
  static String plain(String name) {
    int at = name.lastIndexOf(SEPARATOR);
    return at < 0 ? name : name.substring(0, at);
  }

  /** The file of a class: that of its own loader, which others of the name may hide. */
  public static @Nullable InputStream classFile(Class<?> type) throws IOException {
    ClassLoader loader = type.getClassLoader();
    String file = type.getName().replace('.', '/') + ".class";
    if (loader instanceof URLClassLoader own) {
      URL url = own.findResource(file);
      if (url != null) {
        return url.openStream();
      }
    }
    return loader == null
        ? ClassLoader.getSystemResourceAsStream(file)
        : loader.getResourceAsStream(file);
  }
}
