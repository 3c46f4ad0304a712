package org.jvmpool.impl.manager;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a manager from the command line, until the JVM is told to end (Ctrl-C, SIGTERM), when it
 * takes its socket with it. The key comes from a file or from the environment, never from the
 * arguments, which every user of the machine can read.
 */
public final class ManagerMain {
  private static final String KEY_VARIABLE = "JVMPOOL_MANAGER_KEY";

  private static final String USAGE =
      "usage: java -cp CLASSPATH org.jvmpool.impl.manager.ManagerMain --address=HOST:PORT|PATH"
          + " [--key-file=FILE]\n"
          + "  --address   where to listen: a host and a port (0: any), or the path of a Unix"
          + " domain socket\n"
          + "  --key-file  a file that holds the key; without it the environment variable "
          + KEY_VARIABLE
          + " does";

  /** How long the end of the JVM waits for that of the manager. */
  private static final long GRACE_MILLIS = 5_000;

  private ManagerMain() {}

  public static void main(String[] args) throws IOException {
    try {
      run(
          args,
          System.getenv(),
          listening -> {
            endWithJvm(Thread.currentThread());
            System.out.println("listening at " + listening);
          });
    } catch (InterruptedException e) {
      // The JVM is ending, and waits for this thread.
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + USAGE);
      System.exit(2);
    }
  }

  /** The end of this JVM interrupts the thread that serves, and waits until it has tidied up. */
  private static void endWithJvm(Thread serving) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  serving.interrupt();
                  try {
                    serving.join(GRACE_MILLIS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "jvmpool-manager-end"));
  }

  /**
   * Serves until the thread is interrupted.
   *
   * @param listening is told where it listens, once
   */
  static void run(String[] args, Map<String, String> environment, Consumer<SocketAddress> listening)
      throws IOException, InterruptedException {
    SocketAddress address = null;
    Path keyFile = null;
    for (String arg : args) {
      if (arg.startsWith("--address=")) {
        address = address(arg.substring("--address=".length()));
      } else if (arg.startsWith("--key-file=")) {
        keyFile = Path.of(arg.substring("--key-file=".length()));
      } else {
        throw new IllegalArgumentException("unknown argument " + arg);
      }
    }
    if (address == null) {
      throw new IllegalArgumentException("--address is missing");
    }
    SettingsOfManager settings = new SettingsOfManager();
    settings.address(address).authKey(key(keyFile, environment.get(KEY_VARIABLE)));
    settings.serve(listening);
  }

  private static SocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (text.contains("/") || colon < 0) {
      return UnixDomainSocketAddress.of(text);
    }
    try {
      return new InetSocketAddress(
          text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("no port from 0 to 65535 is in " + text, e);
    }
  }

  private static byte[] key(@Nullable Path file, @Nullable String variable) throws IOException {
    byte[] key;
    if (file != null) {
      key = Files.readString(file, US_ASCII).strip().getBytes(US_ASCII);
    } else if (variable != null) {
      key = variable.strip().getBytes(US_ASCII);
    } else {
      throw new IllegalArgumentException(
          "the key is missing: name a file with --key-file, or set " + KEY_VARIABLE);
    }
    if (key.length < 16) {
      throw new IllegalArgumentException(
          "the key has " + key.length + " characters, but anybody may try it: use at least 16");
    }
    return key;
  }
}
