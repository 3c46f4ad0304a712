package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.TestLibraries;

/**
 * A program brings its own serializers, as services of a class path or of a named module: they work
 * in both directions, in the parent and in the worker.
 */
@Behaviour
class UserSerializerTest {
  /* The parent's package is closed, its socket cannot travel: only the serializers know how. */
  private static final String MAIN =
      """
      package app;

      import java.net.Socket;
      import java.util.List;
      import java.util.concurrent.CountDownLatch;
      import org.jvmpool.Pool;
      import org.jvmpool.TaskSerializationException;

      public class Main {
        public static class Account {
          final Socket connection = new Socket();
          final String owner;
          final Object more;

          Account(String owner, Object more) {
            this.owner = owner;
            this.more = more;
          }
        }

        public static class Sealed {
          final Socket connection = new Socket();
          final int number;

          Sealed(int number) {
            this.number = number;
          }
        }

        public static void main(String[] args) {
          try (Pool pool = Pool.create(1)) {
            Account back =
                pool.apply(a -> new Account(a.owner + " there", a.more), new Account("Ada", List.of(1, 2)));
            System.out.println("account " + back.owner + " " + back.more);
            Account captured = new Account("Bob", null);
            System.out.println("captured " + pool.apply(() -> captured.owner));
            System.out.println("latch "
                + pool.<CountDownLatch, CountDownLatch>apply(l -> l, new CountDownLatch(3)).getCount());
            System.out.println("kryo " + pool.<Sealed, Sealed>apply(s -> new Sealed(s.number + 1), new Sealed(4)).number);
            System.out.println("many " + pool.map(a -> a.owner, List.of(captured, back)));
          } catch (TaskSerializationException e) {
            System.out.println("refused " + e.getMessage());
          }
        }
      }
      """;

  private static final String ACCOUNTS =
      """
      package app;

      import java.io.IOException;
      import java.io.ObjectInput;
      import java.io.ObjectOutput;
      import org.jvmpool.spi.ValueSerializer;

      public class AccountSerializer implements ValueSerializer<Main.Account> {
        @Override
        public Class<Main.Account> type() {
          return Main.Account.class;
        }

        @Override
        public void write(Main.Account account, ObjectOutput out) throws IOException {
          out.writeUTF(account.owner);
          out.writeObject(account.more);
        }

        @Override
        public Main.Account read(ObjectInput in) throws IOException, ClassNotFoundException {
          return new Main.Account(in.readUTF(), in.readObject());
        }
      }
      """;

  private static final String LATCHES =
      """
      package app;

      import java.io.IOException;
      import java.io.ObjectInput;
      import java.io.ObjectOutput;
      import java.util.concurrent.CountDownLatch;
      import org.jvmpool.spi.ValueSerializer;

      public class LatchSerializer implements ValueSerializer<CountDownLatch> {
        @Override
        public Class<CountDownLatch> type() {
          return CountDownLatch.class;
        }

        @Override
        public void write(CountDownLatch latch, ObjectOutput out) throws IOException {
          out.writeLong(latch.getCount());
        }

        @Override
        public CountDownLatch read(ObjectInput in) throws IOException {
          return new CountDownLatch((int) in.readLong());
        }
      }
      """;

  private static final String KRYOS =
      """
      package app;

      import com.esotericsoftware.kryo.kryo5.Kryo;
      import com.esotericsoftware.kryo.kryo5.Serializer;
      import com.esotericsoftware.kryo.kryo5.io.Input;
      import com.esotericsoftware.kryo.kryo5.io.Output;
      import org.jvmpool.worker.codec.kryo.KryoSerializers;

      public class SealedSerializers implements KryoSerializers {
        @Override
        public Serializer<?> serializerFor(Kryo kryo, Class<?> type) {
          return type == Main.Sealed.class ? new SealedSerializer() : null;
        }

        static class SealedSerializer extends Serializer<Main.Sealed> {
          @Override
          public void write(Kryo kryo, Output out, Main.Sealed sealed) {
            out.writeInt(sealed.number);
          }

          @Override
          public Main.Sealed read(Kryo kryo, Input in, Class<? extends Main.Sealed> type) {
            return new Main.Sealed(in.readInt());
          }
        }
      }
      """;

  private static void source(Path dir, String name, String text) throws Exception {
    Path file = dir.resolve("source").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Path compile(Path dir, String path) throws Exception {
    source(dir, "app/Main.java", MAIN);
    source(dir, "app/AccountSerializer.java", ACCOUNTS);
    source(dir, "app/LatchSerializer.java", LATCHES);
    source(dir, "app/SealedSerializers.java", KRYOS);
    Path classes = dir.resolve("classes");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-proc:none", "-d", classes.toString()));
    arguments.addAll(List.of(path, TestLibraries.classPath()));
    try (var files = Files.walk(dir.resolve("source"))) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    assertEquals(0, result);
    return classes;
  }

  private static void assertAllTravel(ChildProgram program) throws Exception {
    assertEquals("Ada there [1, 2]", program.awaitLine("account "));
    assertEquals("Bob", program.awaitLine("captured "));
    assertEquals("3", program.awaitLine("latch "));
    assertEquals("5", program.awaitLine("kryo "));
    assertEquals("[Bob, Ada there]", program.awaitLine("many "));
    assertEquals(0, program.awaitExit(), program::toString);
  }

  @Test
  void servicesOfTheClassPathAreUsedOnBothSides(@TempDir Path dir) throws Exception {
    Path classes = compile(dir, "--class-path");
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("org.jvmpool.spi.ValueSerializer"),
        "app.AccountSerializer\napp.LatchSerializer\n");
    Files.writeString(
        services.resolve("org.jvmpool.worker.codec.kryo.KryoSerializers"),
        "app.SealedSerializers\n");
    try (ChildProgram program =
        ChildProgram.startCommand(
            TestLibraries.java(), "-cp", TestLibraries.classPath(classes), "app.Main")) {
      assertAllTravel(program);
    }
  }

  @Test
  void servicesOfANamedModuleAreUsedOnBothSidesWithoutAnOpenPackage(@TempDir Path dir)
      throws Exception {
    source(
        dir,
        "module-info.java",
        """
        module app {
          requires org.jvmpool.api;
          requires org.jvmpool.impl;
          requires org.jvmpool.worker;

          provides org.jvmpool.spi.ValueSerializer with
              app.AccountSerializer, app.LatchSerializer;
          provides org.jvmpool.worker.codec.kryo.KryoSerializers with
              app.SealedSerializers;
        }
        """);
    Path classes = compile(dir, "--module-path");
    try (ChildProgram program =
        ChildProgram.startCommand(
            TestLibraries.java(),
            "--module-path",
            TestLibraries.classPath(classes),
            "-m",
            "app/app.Main")) {
      assertAllTravel(program);
    }
  }
}
