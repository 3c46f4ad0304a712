package org.jvmpool.impl.manager;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.jvmpool.ProcessException;
import org.jvmpool.SerializableSupplier;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.launch.LaunchDirectory;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.ManagerBuilder;
import org.jvmpool.worker.manager.ManagerJvm;
import org.jvmpool.worker.manager.ManagerServer;
import org.jvmpool.worker.manager.ManagerSettings;

/** The builder of managers. For one thread at a time. */
public final class SettingsOfManager implements ManagerBuilder {
  private static final AtomicInteger NEXT_NAME = new AtomicInteger(1);

  /** The longest path of a Unix domain socket is 108 bytes on Linux, and 104 on macOS. */
  private static final int LONGEST_PATH = 100;

  private @Nullable SocketAddress address;
  private byte @Nullable [] authKey;
  private @Nullable SSLContext tls;
  private @Nullable VoidTask initializer;
  private final List<ManagerSettings.RegisteredType> types = new ArrayList<>();
  private final List<String> allowed = new ArrayList<>();

  @Override
  public ManagerBuilder address(SocketAddress address) {
    ManagerJvm.text(address); // refuses other kinds
    this.address = address;
    return this;
  }

  @Override
  public ManagerBuilder authKey(byte[] key) {
    this.authKey = Objects.requireNonNull(key, "authKey must not be null").clone();
    return this;
  }

  @Override
  public ManagerBuilder tls(SSLContext context) {
    this.tls = Objects.requireNonNull(context, "tls must not be null");
    return this;
  }

  @Override
  public ManagerBuilder initializer(VoidTask initializer) {
    this.initializer = Objects.requireNonNull(initializer, "initializer must not be null");
    return this;
  }

  @Override
  public <T> ManagerBuilder register(Class<T> type, SerializableSupplier<? extends T> factory) {
    Objects.requireNonNull(type, "type must not be null");
    Objects.requireNonNull(factory, "factory must not be null");
    if (!type.isInterface() || type.isAnnotation()) {
      throw new IllegalArgumentException(
          "register: "
              + type.getName()
              + " is no interface; proxies implement an interface, so register one that the class"
              + " implements");
    }
    if (types.stream().anyMatch(known -> known.type() == type)) {
      throw new IllegalArgumentException("register: " + type.getName() + " is registered already");
    }
    types.add(new ManagerSettings.RegisteredType(type, factory));
    return this;
  }

  @Override
  public ManagerBuilder allow(Class<?>... classes) {
    for (Class<?> type : classes) {
      allowed.add(Objects.requireNonNull(type, "a class must not be null").getName());
    }
    return this;
  }

  @Override
  public Manager start() {
    LaunchDirectory directory = new LaunchDirectory();
    checkTls();
    ManagerSettings settings = settings(directory);
    if (tls == null) {
      return ManagerChild.start(settings, directory);
    }
    // A context for encryption does not travel.
    try {
      return ManagerServer.start(settings, tls).managerOfThisJvm(directory::delete);
    } catch (IOException e) {
      throw new ProcessException(settings.name() + " did not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ManagerChild.interrupted(settings.name(), e);
    }
  }

  /** A manager that nobody can reach but this JVM: its clients are threads. */
  public Manager inThisJvm() {
    return ManagerServer.inThisJvm(
        new ManagerSettings(
            "manager-" + NEXT_NAME.getAndIncrement(),
            ManagerSettings.drawId(),
            "",
            new byte[0],
            null,
            null,
            null,
            List.of(),
            List.of()));
  }

  @Override
  public void serve() throws IOException, InterruptedException {
    serve(listening -> {});
  }

  /**
   * Serves until interrupted.
   *
   * @param listening is told where it listens, once
   */
  void serve(Consumer<SocketAddress> listening) throws IOException, InterruptedException {
    LaunchDirectory directory = new LaunchDirectory();
    checkTls();
    try (ManagerServer server = ManagerServer.start(settings(directory), tls)) {
      listening.accept(server.address());
      server.awaitStop();
    } finally {
      directory.delete();
    }
  }

  private void checkTls() {
    if (tls != null && !(address instanceof InetSocketAddress)) {
      throw new IllegalStateException(
          "tls encrypts connections over TCP, so it needs an InetSocketAddress, but the address is "
              + (address == null ? "not set" : address));
    }
  }

  private ManagerSettings settings(LaunchDirectory directory) {
    byte[] familyKey = new byte[32];
    new SecureRandom().nextBytes(familyKey);
    return new ManagerSettings(
        "manager-" + NEXT_NAME.getAndIncrement(),
        ManagerSettings.drawId(),
        familyAddress(directory),
        familyKey,
        address == null ? null : ManagerJvm.text(address),
        authKey,
        initializer,
        List.copyOf(types),
        List.copyOf(allowed));
  }

  /** A socket that only this user can reach; where there can be none, a port of this machine. */
  private static String familyAddress(LaunchDirectory directory) {
    try {
      Path socket = directory.file("manager");
      if (socket.toString().length() <= LONGEST_PATH) {
        return "unix:" + socket;
      }
    } catch (IOException e) {
      // Nowhere to put a file: a port, then.
    }
    return "tcp:127.0.0.1:0";
  }
}
