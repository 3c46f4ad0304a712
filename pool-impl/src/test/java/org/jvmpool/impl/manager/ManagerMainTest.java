package org.jvmpool.impl.manager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Multiprocessing;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.impl.testkit.Tasks;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.shared.AuthenticationException;

/** A manager that is run from the command line; and one whose parent ends. */
@Behaviour
class ManagerMainTest {
  private static final String KEY = "a key of at least 16";

  @TempDir Path dir;

  private static ChildProgram run(Map<String, String> environment, String... args)
      throws Exception {
    String[] command = new String[4 + args.length];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    command[1] = "-cp";
    command[2] = System.getProperty("java.class.path");
    command[3] = ManagerMain.class.getName();
    System.arraycopy(args, 0, command, 4, args.length);
    return ChildProgram.startCommand(environment, command);
  }

  private static void isUsable(ChildProgram program) throws Exception {
    String where = program.awaitLine("listening at ");
    int port = Integer.parseInt(where.substring(where.lastIndexOf(':') + 1));
    isUsable(new InetSocketAddress("127.0.0.1", port));
  }

  private static void isUsable(SocketAddress address) throws Exception {
    try (Manager client = Manager.connect(address, KEY.getBytes(UTF_8))) {
      SharedMap<String, Integer> dict = client.dict();
      dict.merge("n", 1, Integer::sum);
      assertEquals(1, dict.get("n"));
    }
    assertThrows(
        AuthenticationException.class,
        () -> Manager.connect(address, "another key than that".getBytes(UTF_8)));
  }

  @Test
  void theKeyComesFromAFile() throws Exception {
    Path file = Files.writeString(dir.resolve("key"), KEY + "\n");
    try (ChildProgram program = run(Map.of(), "--address=127.0.0.1:0", "--key-file=" + file)) {
      isUsable(program);
      end(program);
    }
  }

  @Test
  void theKeyComesFromTheEnvironment() throws Exception {
    try (ChildProgram program = run(Map.of("JVMPOOL_MANAGER_KEY", KEY), "--address=127.0.0.1:0")) {
      isUsable(program);
      end(program);
    }
  }

  /** As a service manager ends it. */
  private static void end(ChildProgram program) throws Exception {
    program.process().destroy();
    program.awaitExit();
    assertEquals(List.of(), program.err());
  }

  @Test
  void aManagerThatIsToldToEndTakesItsSocketWithIt() throws Exception {
    Path socket = dir.resolve("manager");
    try (ChildProgram program = run(Map.of("JVMPOOL_MANAGER_KEY", KEY), "--address=" + socket)) {
      program.awaitLine("listening at ");
      assertTrue(Files.exists(socket));
      end(program);
      assertFalse(Files.exists(socket));
    }
  }

  @Test
  void whatIsWrongIsSaidWithTheUsage() throws Exception {
    try (ChildProgram program = run(Map.of(), "--address=127.0.0.1:0")) {
      assertEquals(2, program.awaitExit(), program::toString);
      assertTrue(program.err().get(0).contains("the key is missing"), program::toString);
      assertTrue(program.err().get(1).startsWith("usage: "), program::toString);
    }
    refuses("--address is missing");
    refuses("unknown argument --port=1", "--port=1");
    refuses("no port from 0 to 65535 is in here:99999", "--address=here:99999");
    refuses("the key has 5 characters", "--address=127.0.0.1:0");
  }

  private static void refuses(String message, String... args) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> ManagerMain.run(args, Map.of("JVMPOOL_MANAGER_KEY", "short"), at -> {}));
    assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
  }

  @Test
  void aManagerTakesThePlaceOfOneThatWasKilled() throws Exception {
    Path socket = dir.resolve("manager");
    Map<String, String> key = Map.of("JVMPOOL_MANAGER_KEY", KEY);
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
    try (ChildProgram killed = run(key, "--address=" + socket)) {
      killed.awaitLine("listening at ");
      isUsable(address);
      killed.process().destroyForcibly().waitFor();
      assertTrue(Files.exists(socket));
    }
    try (ChildProgram next = run(key, "--address=" + socket)) {
      next.awaitLine("listening at ");
      isUsable(address);
      // One that lives stays.
      BindException refused =
          assertThrows(
              BindException.class,
              () -> Manager.builder().address(address).authKey(KEY.getBytes(UTF_8)).serve());
      assertTrue(refused.getMessage().contains("another process listens"), refused.getMessage());
      assertTrue(refused.getMessage().contains(socket.toString()), refused.getMessage());
      isUsable(address);
      end(next);
    }
    try (Stream<Path> left = Files.list(dir)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aFileThatIsNoSocketStays() throws Exception {
    Path file = Files.writeString(dir.resolve("notes"), "mine");
    BindException refused =
        assertThrows(
            BindException.class,
            () -> Manager.builder().address(UnixDomainSocketAddress.of(file)).serve());
    assertTrue(refused.getMessage().contains("no socket"), refused.getMessage());
    assertEquals("mine", Files.readString(file));
  }

  // ---- the parent

  @Test
  void theDeathOfItsParentEndsAManager() throws Exception {
    try (ChildProgram parent = ChildProgram.start(Parent.class)) {
      long pid = Long.parseLong(parent.awaitLine("manager "));
      ProcessHandle manager = ProcessHandle.of(pid).orElseThrow();
      parent.process().destroyForcibly().waitFor();
      Eventually.until(Duration.ofSeconds(5), () -> !manager.isAlive());
    }
  }

  /** A program that has a manager and waits. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      Manager manager = Multiprocessing.local().manager();
      SharedMap<String, Long> dict = manager.dict();
      System.out.println("manager " + dict.computeIfAbsent("pid", key -> Tasks.pid()));
      manager.queue(0).take();
    }
  }
}
