package org.jvmpool.impl.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.codec.ClassHomes;
import org.jvmpool.worker.wire.FoundMessage;

/**
 * Looks up what child JVMs ask for: class files and resources of this JVM's class loaders. Runs on
 * the threads that read from them, and in the user's loaders.
 */
final class ParentClasses {
  private static final Log LOG = Logs.of(ParentClasses.class);

  private final String who;
  private final ClassLoader context;
  private final Supplier<Set<ClassLoader>> others;

  /**
   * @param context the loader in sight of which the pool or process was made
   * @param others the loaders that functions came from
   */
  ParentClasses(String who, ClassLoader context, Supplier<Set<ClassLoader>> others) {
    this.who = who;
    this.context = context;
    this.others = others;
  }

  /** The loader in sight of which the pool was made. */
  ClassLoader context() {
    return context;
  }

  /** A class, as the loader of that number sees it. */
  byte @Nullable [] find(long number, String name) {
    for (ClassLoader loader : loaders(number)) {
      try {
        FoundMessage found = find(loader, number, name);
        if (found != null) {
          return found.toBytes();
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn("{}: {} cannot be read from {}: {}", who, name, loader, e.toString());
      }
    }
    return null;
  }

  private static @Nullable FoundMessage find(ClassLoader loader, long asked, String name)
      throws IOException {
    Class<?> type;
    try {
      // Loaded, not initialised: so it is known whose it is, and a loader that compiles on demand
      // has something to show.
      type = Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return fileOf(loader, name);
    }
    long home = ClassHomes.of(type);
    if (home == ClassHomes.COMMON && asked != ClassHomes.COMMON) {
      return new FoundMessage(home, new byte[0]);
    }
    try (InputStream in = ClassHomes.classFile(type)) {
      return in == null ? null : new FoundMessage(home, in.readAllBytes());
    }
  }

  /** One that cannot be loaded here, since something that it needs is only there. */
  private static @Nullable FoundMessage fileOf(ClassLoader loader, String name) throws IOException {
    try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
      return in == null ? null : new FoundMessage(ClassHomes.of(loader), in.readAllBytes());
    }
  }

  /** All resources of that name, as the loader of that number sees them. */
  byte @Nullable [] resources(long number, String name) {
    for (ClassLoader loader : loaders(number)) {
      try {
        List<byte[]> found = new ArrayList<>();
        for (URL url : Collections.list(loader.getResources(name))) {
          try (InputStream in = url.openStream()) {
            found.add(in.readAllBytes());
          }
        }
        if (found.isEmpty()) {
          // A loader that makes its files up may give them as streams alone.
          try (InputStream in = loader.getResourceAsStream(name)) {
            if (in != null) {
              found.add(in.readAllBytes());
            }
          }
        }
        if (!found.isEmpty()) {
          return FoundMessage.ofResources(found);
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn("{}: {} cannot be read from {}: {}", who, name, loader, e.toString());
      }
    }
    return null;
  }

  private Set<ClassLoader> loaders(long number) {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    if (number == ClassHomes.COMMON) {
      loaders.add(context);
      loaders.addAll(others.get());
    } else {
      ClassLoader known = ClassHomes.find(number);
      if (known != null) {
        loaders.add(known);
      }
    }
    return loaders;
  }
}
