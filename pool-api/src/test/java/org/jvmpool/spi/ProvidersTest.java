package org.jvmpool.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.manager.Manager;
import org.jvmpool.shared.Connections;
import org.jvmpool.shared.SharedMemory;

/* What is found is kept for the life of the JVM: each test that finds one has its own scheme. */
@Timeout(30)
class ProvidersTest {
  @TempDir Path directory;
  private ClassLoader contextLoader;

  @BeforeEach
  void remember() {
    contextLoader = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(contextLoader);
  }

  @Test
  void withoutAnImplementationTheMessageNamesTheDependencyAndTheLoaders() {
    for (Executable door :
        List.<Executable>of(
            Multiprocessing::local,
            Multiprocessing::threads,
            Pool::builder,
            Pool::create,
            () -> Pool.create(2),
            Manager::builder,
            () -> Manager.connect(new InetSocketAddress(1), new byte[1]),
            () -> SharedMemory.create(1),
            () -> SharedMemory.attach("name"),
            () -> Connections.listen(new InetSocketAddress(1), new byte[1]),
            () -> Connections.connect(new InetSocketAddress(1), new byte[1]),
            () -> Connections.waitAny(List.of(), Duration.ZERO))) {
      String message = assertThrows(IllegalStateException.class, door).getMessage();
      assertTrue(message.matches(".*org\\.jvmpool:pool-impl:\\d+\\.\\d+\\.\\d+.*"), message);
      assertTrue(message.contains("<artifactId>pool-impl</artifactId>"), message);
      assertTrue(message.contains(Providers.class.getClassLoader().toString()), message);
    }
  }

  @Test
  void findsAProviderThroughTheContextLoaderAndKeepsIt() throws Exception {
    try (URLClassLoader loader = loaderWith(First.class.getName())) {
      Thread.currentThread().setContextClassLoader(loader);
      MultiprocessingProvider found = Providers.forScheme("FIRST");
      assertInstanceOf(First.class, found);
      Thread.currentThread().setContextClassLoader(null);
      assertSame(found, Providers.forScheme("first"));
    }
  }

  @Test
  void connectGivesTheWholeUriToTheProviderOfItsScheme() throws Exception {
    try (URLClassLoader loader = loaderWith(Second.class.getName())) {
      Thread.currentThread().setContextClassLoader(loader);
      Multiprocessing engine = Multiprocessing.connect(" second://host1:47500,host2:47500 ");
      assertEquals("second://host1:47500,host2:47500", engine.toString());
    }
  }

  @Test
  void anUnknownSchemeIsToldWhichSchemesExist() throws Exception {
    try (URLClassLoader loader = loaderWith(First.class.getName(), Second.class.getName())) {
      Thread.currentThread().setContextClassLoader(loader);
      String message =
          assertThrows(IllegalStateException.class, () -> Multiprocessing.connect("nowhere://x"))
              .getMessage();
      assertTrue(message.contains("\"nowhere\""), message);
      assertTrue(message.contains("[first, second]"), message);
      assertTrue(message.contains(loader.toString()), message);
    }
  }

  @Test
  void aProviderThatFailsToLoadDoesNotHideAnother() throws Exception {
    try (URLClassLoader loader =
        loaderWith("com.acme.NoSuchClass", Broken.class.getName(), Third.class.getName())) {
      Thread.currentThread().setContextClassLoader(loader);
      assertInstanceOf(Third.class, Providers.forScheme("third"));
      IllegalStateException missing =
          assertThrows(IllegalStateException.class, () -> Providers.forScheme("broken"));
      assertEquals(2, missing.getSuppressed().length);
      assertInstanceOf(ServiceConfigurationError.class, missing.getSuppressed()[0]);
    }
  }

  @Test
  void servicesThatCannotBeReadEndInAnAnswer() {
    ClassLoader unreadable =
        new ClassLoader(contextLoader) {
          @Override
          public java.util.Enumeration<URL> getResources(String name) throws IOException {
            throw new IOException("unreadable " + name);
          }
        };
    Thread.currentThread().setContextClassLoader(unreadable);
    IllegalStateException missing =
        assertThrows(IllegalStateException.class, () -> Providers.forScheme("any"));
    assertTrue(missing.getSuppressed().length > 0);
  }

  /* A copy of the API of its own: other tests must not see the engine that it finds and keeps. */
  @Test
  void theStaticDoorsAskTheEnginesLocalAndThreads() throws Exception {
    URL api = Providers.class.getProtectionDomain().getCodeSource().getLocation();
    URL tests = ProvidersTest.class.getProtectionDomain().getCodeSource().getLocation();
    services(Local.class.getName(), Threads.class.getName());
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {directory.toUri().toURL(), api, tests},
            ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(null);
      Class<?> doors = loader.loadClass(Multiprocessing.class.getName());
      assertEquals("local:/", doors.getMethod("local").invoke(null).toString());
      assertEquals("threads:/", doors.getMethod("threads").invoke(null).toString());
      InvocationTargetException refused =
          assertThrows(
              InvocationTargetException.class,
              () ->
                  loader
                      .loadClass(org.jvmpool.WorkerOutput.class.getName())
                      .getMethod("slf4j")
                      .invoke(null));
      assertInstanceOf(UnsupportedOperationException.class, refused.getCause());
      assertTrue(refused.getCause().getMessage().contains(Local.class.getName()));
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "host1:47500 host2", "//host1", "ignite", "://x"})
  void connectRefusesWhatIsNoUriOfAnEngine(String uri) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Multiprocessing.connect(uri));
    assertTrue(refused.getMessage().startsWith("Multiprocessing.connect: "), refused::getMessage);
    assertTrue(refused.getMessage().contains(String.valueOf(uri)), refused::getMessage);
  }

  @Test
  void whatAProviderDoesNotOfferNamesTheProviderAndTheCall() {
    MultiprocessingProvider bare = new First();
    for (Executable call :
        List.<Executable>of(
            bare::slf4jOutput,
            bare::managerBuilder,
            () -> bare.connectManager(new InetSocketAddress(1), new byte[0], null),
            () -> bare.listen(new InetSocketAddress(1), new byte[0]),
            () -> bare.openConnection(new InetSocketAddress(1), new byte[0]),
            () -> bare.waitAny(List.of(), Duration.ZERO),
            () -> bare.attachMemory("name"))) {
      String message = assertThrows(UnsupportedOperationException.class, call).getMessage();
      assertTrue(message.contains(First.class.getName()), message);
      assertTrue(message.contains("("), message);
    }
  }

  private URLClassLoader loaderWith(String... providers) throws IOException {
    services(providers);
    return new URLClassLoader(new URL[] {directory.toUri().toURL()}, contextLoader);
  }

  private void services(String... providers) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.write(services.resolve(MultiprocessingProvider.class.getName()), List.of(providers));
  }

  /** An engine that knows its URI and nothing else. */
  abstract static class Named implements MultiprocessingProvider {
    private final String scheme;

    Named(String scheme) {
      this.scheme = scheme;
    }

    @Override
    public String scheme() {
      return scheme;
    }

    @Override
    public Multiprocessing connect(URI uri) {
      return (Multiprocessing)
          Proxy.newProxyInstance(
              Multiprocessing.class.getClassLoader(),
              new Class<?>[] {Multiprocessing.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("toString")) {
                  return uri.toString();
                }
                throw new UnsupportedOperationException(method.getName());
              });
    }
  }

  public static class First extends Named {
    public First() {
      super("first");
    }
  }

  public static class Second extends Named {
    public Second() {
      super("second");
    }
  }

  public static class Third extends Named {
    public Third() {
      super("third");
    }
  }

  public static class Local extends Named {
    public Local() {
      super("local");
    }
  }

  public static class Threads extends Named {
    public Threads() {
      super("threads");
    }
  }

  public static class Broken extends Named {
    public Broken() {
      super("broken");
      throw new IllegalStateException("cannot start");
    }
  }
}
