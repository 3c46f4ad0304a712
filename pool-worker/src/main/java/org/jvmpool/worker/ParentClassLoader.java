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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.wire.WantedMessage;

/**
 * Finds what is not on the worker's class path by asking the parent, whose class loaders hand out
 * class files and resources: those of JShell, of {@code java Script.java}, of a fat jar, of a test
 * runner. The parent of all classes that a task names.
 *
 * <p>Safe for many threads; a class file is asked for once.
 */
final class ParentClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Inbox inbox;

  /** What was asked for; an empty array stands for what the parent does not have. */
  private final Map<String, byte[]> asked = new ConcurrentHashMap<>();

  private static final byte[] NONE = {};

  ParentClassLoader(ClassLoader parent, Inbox inbox) {
    super("jvmpool-parent", parent);
    this.inbox = inbox;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = fetch(name.replace('.', '/') + ".class");
    if (bytes == null) {
      throw new ClassNotFoundException(
          name + " (neither on the worker's class path nor with the parent's class loaders)");
    }
    int dot = name.lastIndexOf('.');
    if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
      try {
        definePackage(name.substring(0, dot), null, null, null, null, null, null, null);
      } catch (IllegalArgumentException e) {
        // Race: another thread has defined it.
      }
    }
    return defineClass(name, bytes, 0, bytes.length, (ProtectionDomain) null);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    byte[] bytes = fetch(name);
    if (bytes == null) {
      return null;
    }
    try {
      return new URL(null, "jvmpool:" + name, new BytesHandler(bytes));
    } catch (IOException e) {
      throw new IllegalArgumentException("no URL can be made for the resource " + name, e);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return url == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(url));
  }

  private byte @Nullable [] fetch(String name) {
    byte[] known = asked.get(name);
    if (known == null) {
      byte[] bytes = inbox.ask(WantedMessage.Kind.RESOURCE, name);
      known = bytes == null ? NONE : bytes;
      asked.put(name, known);
    }
    return known.length == 0 ? null : known;
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
