package org.jvmpool.worker.manager;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one manager of a JVM that was started for it. Its methods are tasks of that JVM's parent. */
public final class ManagerJvm {
  private static volatile @Nullable ManagerServer server;

  private ManagerJvm() {}

  /**
   * Starts the manager.
   *
   * @return where it listens, as text: for its family, and for others
   * @throws IOException if it cannot listen
   * @throws org.jvmpool.ProcessException if the initializer throws
   */
  public static String[] start(ManagerSettings settings) throws IOException, InterruptedException {
    ManagerServer started = ManagerServer.start(settings, null);
    server = started;
    return new String[] {
      ManagerAddress.text(Objects.requireNonNull(started.familyAddress())),
      ManagerAddress.text(started.address())
    };
  }

  /** Returns when a client has asked it to end, and it has; says so. */
  public static String awaitEnd() throws InterruptedException {
    ManagerServer running = server;
    if (running != null) {
      running.awaitStop();
      running.close();
    }
    return "it was closed by the process that started it";
  }

  /** An address that was told as text. */
  public static SocketAddress address(String text) {
    return ManagerAddress.parse(text);
  }

  /** An address as text. */
  public static String text(SocketAddress address) {
    return ManagerAddress.text(ManagerAddress.check(address));
  }
}
