package org.jvmpool.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.ClassHomes;
import org.jvmpool.worker.wire.FoundMessage;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * Finds what is not on the worker's class path by asking the parent, whose class loaders hand out
 * class files and resources: those of JShell, of {@code java Script.java}, of a fat jar, of a test
 * runner, of plug-ins.
 *
 * <p>There is one that sees what the parent's pool was made in sight of; and behind it a mirror of
 * each loader of the parent that classes come from, so that two classes of one name stay two. The
 * parent says which of its loaders defined a class, and the mirror of that one defines it here.
 *
 * <pre>
 *   the worker's class path  ◀──  all that the parent has (COMMON)  ◀──  a mirror each
 * </pre>
 *
 * <p>The first looks at the class path and then asks. A mirror asks first, since its original may
 * put classes of its own in the place of those on the class path; but not for the JDK, for jvmpool
 * itself and for the Logback that its log records go through.
 *
 * <p>Safe for many threads; nothing is asked for twice.
 */
final class ParentClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String[] JDK = {"java.", "javax.", "jdk.", "sun.", "com.sun."};

  private final ClassLoader classPath;
  private final Inbox inbox;
  private final long number;

  /** What was asked for; none stands for what the parent does not have. */
  private final Map<String, List<byte[]>> resources = new ConcurrentHashMap<>();

  /** The files of the classes that this loader has defined. */
  private final Map<String, byte[]> classFiles = new ConcurrentHashMap<>();

  /** The classes that another loader has defined for this one. */
  private final Map<String, Class<?>> others = new ConcurrentHashMap<>();

  private ParentClassLoader(ClassLoader parent, ClassLoader classPath, Inbox inbox, long number) {
    super(number == ClassHomes.COMMON ? "jvmpool-parent" : null, parent);
    this.classPath = classPath;
    this.inbox = inbox;
    this.number = number;
  }

  /** The one that sees all, for a worker; its mirrors are made as they are needed. */
  static ParentClassLoader create(ClassLoader classPath, Inbox inbox) {
    ParentClassLoader all = new ParentClassLoader(classPath, classPath, inbox, ClassHomes.COMMON);
    ClassHomes.mirrorWith(number -> new ParentClassLoader(all, classPath, inbox, number));
    return all;
  }

  // ---- classes

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (number == ClassHomes.COMMON
        || ClassHomes.isOurs(name)
        || isJdk(name)
        || LogRelay.isOfItsProvider(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? findClass(name) : known;
    }
  }

  private static boolean isJdk(String name) {
    for (String prefix : JDK) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Class<?> known = others.get(name);
    if (known != null) {
      return known;
    }
    byte[] answer = inbox.ask(WantedMessage.Kind.CLASS, number, name);
    if (answer == null) {
      throw new ClassNotFoundException(
          name + " (neither on the worker's class path nor with the parent's class loaders)");
    }
    FoundMessage found = FoundMessage.read(answer);
    if (found.home() == number) {
      return define(name, found.classFile());
    }
    // Never null in a worker: a number that is new gets its mirror.
    ClassLoader home =
        found.home() == ClassHomes.COMMON ? getParent() : ClassHomes.find(found.home());
    Class<?> type =
        home instanceof ParentClassLoader mirror && found.home() != ClassHomes.COMMON
            ? mirror.define(name, found.classFile())
            : Class.forName(name, false, home);
    others.put(name, type);
    return type;
  }

  private Class<?> define(String name, byte[] bytes) {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      int dot = name.lastIndexOf('.');
      if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
        try {
          definePackage(name.substring(0, dot), null, null, null, null, null, null, null);
        } catch (IllegalArgumentException e) {
          // Race: another thread has defined it.
        }
      }
      classFiles.put(name.replace('.', '/') + ".class", bytes);
      return defineClass(name, bytes, 0, bytes.length, (ProtectionDomain) null);
    }
  }

  // ---- resources

  /** First the file of a class that this loader has defined, whatever else has its name. */
  @Override
  public @Nullable URL getResource(String name) {
    byte[] own = classFiles.get(name);
    if (own != null) {
      return url(name, own);
    }
    URL found = classPath.getResource(name);
    return found == null ? findResource(name) : found;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> urls = Collections.list(classPath.getResources(name));
    for (byte[] bytes : fetched(name)) {
      urls.add(url(name, bytes));
    }
    return Collections.enumeration(urls);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    List<byte[]> found = fetched(name);
    return found.isEmpty() ? null : url(name, found.get(0));
  }

  private List<byte[]> fetched(String name) {
    List<byte[]> known = resources.get(name);
    if (known == null) {
      byte[] answer = inbox.ask(WantedMessage.Kind.RESOURCE, number, name);
      known = answer == null ? List.of() : FoundMessage.readResources(answer);
      resources.put(name, known);
    }
    return known;
  }

  private static URL url(String name, byte[] bytes) {
    try {
      return new URL(null, "jvmpool:" + name, new BytesHandler(bytes));
    } catch (IOException e) {
      throw new IllegalArgumentException("no URL can be made for the resource " + name, e);
    }
  }

  @Override
  public String toString() {
    return number == ClassHomes.COMMON
        ? "the parent's class loaders"
        : "the parent's class loader " + Long.toHexString(number);
  }

  /** Opens the bytes that a resource's URL stands for. */
  private static final class BytesHandler extends URLStreamHandler {
    private final byte[] bytes;

    BytesHandler(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {
          connected = true;
        }

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(bytes);
        }

        @Override
        public long getContentLengthLong() {
          return bytes.length;
        }
      };
    }
  }
}
