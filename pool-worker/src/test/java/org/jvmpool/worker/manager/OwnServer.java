package org.jvmpool.worker.manager;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Pool;
import org.jvmpool.worker.wire.FrameType;

/** A manager's server in this JVM, at a socket in a directory of the test's, and clients of it. */
final class OwnServer implements AutoCloseable {
  private final ManagerSettings settings;
  private final UnixDomainSocketAddress address;
  private final ManagerServer server;

  OwnServer(Path dir) throws IOException, InterruptedException {
    this(
        dir,
        workers -> {
          throw new UnsupportedOperationException("no pools here");
        },
        Doorkeeper::new);
  }

  /**
   * @param pools makes its pools
   * @param doorkeeper makes its doorkeeper, of that name
   */
  OwnServer(Path dir, IntFunction<Pool> pools, Function<String, Doorkeeper> doorkeeper)
      throws IOException, InterruptedException {
    address = UnixDomainSocketAddress.of(dir.resolve("family.socket"));
    settings =
        new ManagerSettings(
            "tested",
            ManagerSettings.drawId(),
            ManagerAddress.text(address),
            new byte[] {1, 2, 3},
            null,
            null,
            null,
            List.of(),
            List.of());
    server = ManagerServer.start(settings, null, pools, doorkeeper);
  }

  ManagerServer server() {
    return server;
  }

  UnixDomainSocketAddress address() {
    return address;
  }

  /** A process of the family: it has a session of its own. */
  RemoteManager client() throws IOException {
    ManagerProcess process =
        new ManagerProcess() {
          @Override
          public void end(Runnable stop) {}

          @Override
          public String ending(Duration limit) {
            return "";
          }
        };
    return RemoteManager.started(settings, address, process);
  }

  /** A frame of that client arrives, over another connection than those that it uses. */
  void arrives(RemoteManager client, FrameType type, int flags, int slot, long id)
      throws IOException {
    LinkConnection connection = another(client);
    try {
      connection.tell(type, flags, slot, id);
      call(client, connection, RemoteManager.ID, Op.STATS); // so it has come
    } finally {
      connection.close();
    }
  }

  /** A call of that client arrives, over another connection than those that it uses. */
  void arrives(RemoteManager client, long id, Op op, @Nullable Object... arguments)
      throws IOException {
    LinkConnection connection = another(client);
    try {
      call(client, connection, id, op, arguments);
    } finally {
      connection.close();
    }
  }

  /** Another connection of that client than those that it uses. */
  LinkConnection another(RemoteManager client) throws IOException {
    Reach reach = new Reach(address, client.link().name().key(), null);
    return LinkConnection.open(reach, ((SocketLink) client.link()).open().welcome().session());
  }

  static Reply call(
      RemoteManager client,
      LinkConnection connection,
      long id,
      Op op,
      @Nullable Object... arguments)
      throws IOException {
    return connection.call(
        client, id, op, arguments, null, reply -> Integer.MAX_VALUE, (number, call, flags) -> {});
  }

  @Override
  public void close() {
    server.close();
  }
}
