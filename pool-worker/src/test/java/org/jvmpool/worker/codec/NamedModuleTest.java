package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.TaskSerializationException;

/** A user's module that is exported, but opened to nobody. */
@Timeout(60)
class NamedModuleTest {
  private static final String SOURCE =
      """
      package com.acme.app;

      import java.io.Serializable;
      import java.util.concurrent.Callable;

      public class App {
        public static Callable<String> plain() {
          return (Callable<String> & Serializable) () -> "plain";
        }

        public static Callable<String> capturing(Object captured) {
          return (Callable<String> & Serializable) () -> "captured " + captured;
        }

        public static Object bean() {
          return new Bean();
        }

        public static Object serializableBean() {
          return new SerializableBean();
        }

        public static Object hiddenRecord() {
          return new Hidden(1);
        }

        static class Bean {
          private int x = 1;
        }

        static class SerializableBean implements Serializable {
          private int x = 1;
          public String toString() { return "x=" + x; }
        }

        record Hidden(int x) {}
      }
      """;

  /** Not Serializable, and so of no use to Java serialization. */
  static class Plain {
    private String text = "plain bean";

    @Override
    public String toString() {
      return text;
    }
  }

  @TempDir Path directory;
  private ClassLoader loader;

  @BeforeEach
  void defineTheModule() throws Exception {
    Path source = Files.createDirectories(directory.resolve("src/com/acme/app"));
    Files.writeString(source.resolve("App.java"), SOURCE);
    Path info = directory.resolve("src/module-info.java");
    Files.writeString(info, "module com.acme { exports com.acme.app; }");
    Path target = directory.resolve("mods");
    assertEquals(
        0,
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-d",
                target.toString(),
                info.toString(),
                source.resolve("App.java").toString()));
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration()
            .resolve(ModuleFinder.of(target), ModuleFinder.of(), Set.of("com.acme"));
    loader =
        ModuleLayer.defineModulesWithOneLoader(configuration, List.of(boot), Travel.LOADER)
            .layer()
            .findLoader("com.acme");
  }

  private Object make(String method, Object... arguments) throws Exception {
    Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {Object.class};
    return loader.loadClass("com.acme.app.App").getMethod(method, types).invoke(null, arguments);
  }

  private Object copy(Object function) {
    EncodedFunction encoded = Travel.CODEC.encodeFunction(function);
    return Travel.CODEC
        .decodeShape(new Input(encoded.shape()), loader)
        .instantiate(new Input(encoded.captured()), loader);
  }

  @Test
  void lambdasNeedNoOpenPackage() throws Exception {
    assertEquals("plain", ((Callable<?>) copy(make("plain"))).call());
    assertEquals("captured 5", ((Callable<?>) copy(make("capturing", 5))).call());
    assertEquals(
        "captured plain bean", ((Callable<?>) copy(make("capturing", new Plain()))).call());
  }

  @Test
  void aBeanInAClosedPackageIsRefusedWithTheLineToAdd() throws Exception {
    for (Object closed : List.of(make("bean"), make("hiddenRecord"))) {
      String message =
          assertThrows(TaskSerializationException.class, () -> Travel.bytes(List.of(closed)))
              .getMessage();
      assertTrue(message.contains("opens com.acme.app"), message);
      assertTrue(message.contains("com.acme.app.App$"), message);
    }
  }

  @Test
  void aSerializableBeanInAClosedPackageTravels() throws Exception {
    Output out = new Output(64, -1);
    Travel.CODEC.encode(make("serializableBean"), out);
    assertEquals("x=1", Travel.CODEC.decode(new Input(out.toBytes()), loader).toString());
  }
}
