package org.jvmpool.spi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Multiprocessing;

/**
 * Finds the engine for a scheme. The static factories of the API go through here.
 *
 * <p>Engines are looked up with {@link ServiceLoader}, first through the context class loader of
 * the calling thread, then through the class loader of this API. The first one of a scheme wins and
 * is kept for the life of the JVM; a failed look-up is not kept. All methods may be called by any
 * thread.
 */
public final class Providers {
  /** The scheme of JVMs on this machine. */
  public static final String LOCAL = "local";

  /** The scheme of threads of this JVM. */
  public static final String THREADS = "threads";

  /* A class path whose services files cannot be read may fail for ever; stop asking then. */
  private static final int MAX_FAULTS = 16;

  private static final Map<String, MultiprocessingProvider> FOUND = new ConcurrentHashMap<>();

  private Providers() {}

  /**
   * Finds the engine for a scheme.
   *
   * @param scheme the scheme, in any case of letters
   * @return the engine
   * @throws IllegalStateException if there is none; the message names the dependency to add, the
   *     schemes that exist and the class loaders that were asked, and engines that failed to load
   *     are suppressed exceptions of it
   */
  public static MultiprocessingProvider forScheme(String scheme) {
    String wanted = scheme.toLowerCase(Locale.ROOT);
    MultiprocessingProvider known = FOUND.get(wanted);
    return known != null ? known : search(wanted);
  }

  /**
   * The engine of JVMs on this machine.
   *
   * @return the engine
   * @throws IllegalStateException if there is none, as {@link #forScheme(String)} says
   */
  public static MultiprocessingProvider local() {
    return forScheme(LOCAL);
  }

  /**
   * Finds the engine for a URI and connects to it.
   *
   * @param uri where the engine is
   * @return the engine's door
   * @throws IllegalArgumentException if the URI is null, blank, malformed or without a scheme, or
   *     if the engine cannot make sense of it
   * @throws IllegalStateException if there is no engine of its scheme, as {@link
   *     #forScheme(String)} says
   */
  public static Multiprocessing connect(@Nullable String uri) {
    if (uri == null || uri.isBlank()) {
      throw new IllegalArgumentException(
          "Multiprocessing.connect: the URI of an engine is needed, such as"
              + " ignite://host1:47500,host2:47500, but it was "
              + (uri == null ? "null" : "blank: \"" + uri + "\""));
    }
    URI parsed;
    try {
      parsed = new URI(uri.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "Multiprocessing.connect: \"" + uri + "\" is not a URI: " + e.getMessage(), e);
    }
    if (parsed.getScheme() == null) {
      throw new IllegalArgumentException(
          "Multiprocessing.connect: \""
              + uri
              + "\" has no scheme; it starts with the name of the engine, such as"
              + " ignite://host1:47500,host2:47500");
    }
    return forScheme(parsed.getScheme()).connect(parsed);
  }

  static UnsupportedOperationException notOffered(MultiprocessingProvider provider, String call) {
    return new UnsupportedOperationException(
        call
            + ": not offered by "
            + provider.getClass().getName()
            + ", the provider of the scheme \""
            + provider.scheme()
            + "\"");
  }

  private static MultiprocessingProvider search(String wanted) {
    Set<String> schemes = new TreeSet<>();
    List<Throwable> faults = new ArrayList<>();
    Set<@Nullable ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(Thread.currentThread().getContextClassLoader());
    loaders.add(Providers.class.getClassLoader());
    for (ClassLoader loader : loaders) {
      for (MultiprocessingProvider provider : load(loader, faults)) {
        String scheme = provider.scheme().toLowerCase(Locale.ROOT);
        schemes.add(scheme);
        if (scheme.equals(wanted)) {
          MultiprocessingProvider earlier = FOUND.putIfAbsent(wanted, provider);
          return earlier != null ? earlier : provider;
        }
      }
    }
    IllegalStateException nothing =
        new IllegalStateException(notFound(wanted, schemes, loaders, !faults.isEmpty()));
    faults.forEach(nothing::addSuppressed);
    throw nothing;
  }

  /* A provider that cannot be loaded is a fault to report, and no reason to overlook the others. */
  private static List<MultiprocessingProvider> load(
      @Nullable ClassLoader loader, List<Throwable> faults) {
    List<MultiprocessingProvider> providers = new ArrayList<>();
    Iterator<MultiprocessingProvider> services =
        ServiceLoader.load(MultiprocessingProvider.class, loader).iterator();
    int faultsHere = 0;
    while (faultsHere < MAX_FAULTS) {
      try {
        if (!services.hasNext()) {
          break;
        }
        providers.add(services.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        faults.add(e);
        faultsHere++;
      }
    }
    return providers;
  }

  private static String notFound(
      String wanted, Set<String> schemes, Set<@Nullable ClassLoader> loaders, boolean faults) {
    StringBuilder text =
        new StringBuilder("jvmpool: no implementation found for the scheme \"")
            .append(wanted)
            .append("\"; ")
            .append(schemes.isEmpty() ? "there is none at all" : "the schemes found are " + schemes)
            .append('.');
    if (wanted.equals(LOCAL) || wanted.equals(THREADS) || schemes.isEmpty()) {
      String version = version();
      text.append(" Add the dependency org.jvmpool:pool-impl:")
          .append(version)
          .append(" (<dependency><groupId>org.jvmpool</groupId><artifactId>pool-impl</artifactId>")
          .append("<version>")
          .append(version)
          .append("</version></dependency>) to the class path or the module path.");
    } else {
      text.append(" Check the URI, or add the module of that engine.");
    }
    text.append(" Class loaders asked: ")
        .append(loaders.stream().map(Providers::nameOf).collect(Collectors.joining(", ")))
        .append('.');
    if (faults) {
      text.append(" Providers that failed to load are the suppressed exceptions.");
    }
    return text.toString();
  }

  private static String nameOf(@Nullable ClassLoader loader) {
    return loader == null ? "the system class loader" : loader.toString();
  }

  /* The version of this jar, which is that of the implementation to add. */
  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = Providers.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // The message that asks for the version must not be lost for want of it.
    }
    return Objects.requireNonNullElse(properties.getProperty("version"), "VERSION-OF-POOL-API");
  }
}
