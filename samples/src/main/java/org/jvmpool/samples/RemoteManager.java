package org.jvmpool.samples;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.jvmpool.JvmProcess;
import org.jvmpool.Multiprocessing;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedMap;

/**
 * A manager over TCP and two programs that reach it by address and key. They get at a common object
 * through a type that the manager registered.
 */
public final class RemoteManager {
  private RemoteManager() {}

  /** What the manager offers: one dict for all. */
  public interface Board {
    int post(String author, String text);

    String read(int number);
  }

  /** The board, inside the server: used by many threads at once. */
  static final class BoardOfServer implements Board {
    private final java.util.List<String> posts = new java.util.ArrayList<>();

    @Override
    public synchronized int post(String author, String text) {
      posts.add(author + ": " + text);
      return posts.size() - 1;
    }

    @Override
    public synchronized String read(int number) {
      return number < posts.size() ? posts.get(number) : "";
    }
  }

  private static final Board THE_BOARD = new BoardOfServer(); // one in the manager's JVM

  public static void main(String[] args) throws Exception {
    post(new CommandLine(args), System.out);
  }

  static void post(CommandLine line, PrintStream out) throws Exception {
    line.workers();
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try (Manager manager =
        Manager.builder()
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .authKey(key)
            .register(Board.class, () -> THE_BOARD)
            .start()) {
      InetSocketAddress address = (InetSocketAddress) manager.address();
      int port = address.getPort();
      for (String author : new String[] {"alice", "bob"}) {
        // Any program that has the address and the key could be this one.
        try (JvmProcess program =
            Multiprocessing.local().process(() -> client(author, port, key)).start()) {
          program.join();
        }
      }
      Board board = manager.create(Board.class);
      out.println(board.read(0));
      out.println(board.read(1));
    }
  }

  private static void client(String author, int port, byte[] key) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (Manager manager = Manager.connect(address, key)) {
      manager.create(Board.class).post(author, "hello from " + ProcessHandle.current().pid());
      SharedMap<String, Integer> own = manager.dict();
      own.merge(author, 1, Integer::sum);
    }
  }
}
