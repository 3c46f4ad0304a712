package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import elsewhere.Hidden;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.Task;
import org.jvmpool.TaskFunction;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Engine;
import org.jvmpool.impl.testkit.OnEveryEngine;
import org.jvmpool.impl.testkit.Sources;

/** Classes that come from class loaders of the program: of plug-ins, of containers, of reloads. */
@Behaviour
class ClassLoadersTest {
  private static final String SHARED =
      """
      package shared;

      public class Counter {
        public static int count;
      }
      """;

  private static final String PLUGIN =
      """
      package plugin;

      import java.io.*;
      import java.nio.charset.StandardCharsets;
      import java.util.*;
      import java.util.concurrent.Callable;
      import org.jvmpool.*;

      public class Plugin implements Task<String>, Serializable {
        public record Part(String name) {}

        public enum Kind { NAME { @Override public String toString() { return "a NAME"; } } }

        public static class Hooked implements Serializable {
          private String text = "NAME";
          private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
          }
          @Override public String toString() { return "hooked " + text; }
        }

        public static class Wrong extends RuntimeException {
          public Wrong() { super("wrong in NAME"); }
        }

        @Override public String call() throws Exception {
          int captured = 1;
          Callable<String> inner = () -> "NAME" + captured;
          String resource;
          try (InputStream in = Plugin.class.getResourceAsStream("/plugin.txt")) {
            resource = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          }
          Class<?> byName = Class.forName(
              "plugin.Plugin", true, Thread.currentThread().getContextClassLoader());
          return inner.call() + " " + resource + " " + (byName == Plugin.class) + " "
              + ++shared.Counter.count;
        }

        public static Task<Object> values() {
          return () -> List.of(new Part("NAME"), Kind.NAME, new Hooked(), Part.class);
        }

        public static TaskFunction<Object, String> text() {
          return x -> x + " in NAME " + (x instanceof Collection<?> c
              && c.iterator().next() instanceof Part);
        }

        public static Task<Object> failing() {
          return () -> { throw new Wrong(); };
        }
      }
      """;

  /** A plug-in with its own loader, behind one that both share. */
  private record Plugin(URLClassLoader loader) implements AutoCloseable {
    static Plugin make(Path dir, String name, ClassLoader shared, Path sharedClasses)
        throws Exception {
      Path classes =
          Sources.compile(
              dir.resolve(name),
              List.of(sharedClasses),
              Map.of("plugin/Plugin.java", PLUGIN.replace("NAME", name)));
      Files.writeString(classes.resolve("plugin.txt"), "text of " + name);
      return new Plugin(new URLClassLoader(new URL[] {classes.toUri().toURL()}, shared));
    }

    Class<?> type() throws Exception {
      return loader.loadClass("plugin.Plugin");
    }

    @SuppressWarnings("unchecked")
    Task<String> task() throws Exception {
      return (Task<String>) type().getConstructor().newInstance();
    }

    @SuppressWarnings("unchecked")
    <T> T made(String method) throws Exception {
      return (T) type().getMethod(method).invoke(null);
    }

    @Override
    public void close() throws Exception {
      loader.close();
    }
  }

  @OnEveryEngine
  void twoClassesOfOneNameStayTwo(Engine engine, @TempDir Path dir) throws Exception {
    Path sharedClasses =
        Sources.compile(dir.resolve("shared"), List.of(), Map.of("shared/Counter.java", SHARED));
    try (URLClassLoader shared =
            new URLClassLoader(
                new URL[] {sharedClasses.toUri().toURL()}, getClass().getClassLoader());
        Plugin anna = Plugin.make(dir, "ANNA", shared, sharedClasses);
        Plugin bert = Plugin.make(dir, "BERT", shared, sharedClasses);
        Pool pool = engine.pool(1)) {
      // Each runs its own class, sees its own resource, is the context; what both see is one.
      assertEquals("ANNA1 text of ANNA true 1", pool.apply(anna.task()));
      assertEquals("BERT1 text of BERT true 2", pool.apply(bert.task()));
      assertEquals("ANNA1 text of ANNA true 3", pool.apply(anna.task()));

      // Values, enums with bodies, hooks of Java serialization and classes come back as their own.
      for (Plugin plugin : List.of(anna, bert)) {
        List<?> values = (List<?>) pool.apply(plugin.<Task<Object>>made("values"));
        for (Object value : values) {
          Class<?> type = value instanceof Class<?> c ? c : value.getClass();
          assertSame(plugin.loader(), type.getClassLoader(), type::toString);
        }
        assertSame(values.get(1).getClass(), plugin.loader().loadClass("plugin.Plugin$Kind$1"));

        // As arguments, too; and those of the other are no Part of this one.
        assertEquals(
            "a " + (plugin == anna ? "ANNA" : "BERT"), values.get(1).toString(), values::toString);
        for (Plugin other : List.of(anna, bert)) {
          TaskFunction<Object, String> text = other.made("text");
          String answer = pool.apply(text, values);
          assertTrue(answer.startsWith(values.toString().substring(0, 11)), answer);
          assertTrue(answer.endsWith(String.valueOf(other == plugin)), answer);
        }
        RuntimeException failure =
            org.jvmpool.impl.testkit.Outcome.thrownBy(
                org.jvmpool.TaskException.class,
                () -> pool.apply(plugin.<Task<Object>>made("failing")));
        assertSame(plugin.loader(), failure.getCause().getClass().getClassLoader());
      }

      // In one graph.
      Object both = List.of(anna.task(), bert.task());
      @SuppressWarnings("unchecked")
      List<Task<String>> back = (List<Task<String>>) pool.apply(x -> x, both);
      assertSame(anna.loader(), back.get(0).getClass().getClassLoader());
      assertSame(bert.loader(), back.get(1).getClass().getClassLoader());
    }
  }

  @OnEveryEngine
  void aClassOfALoaderHidesThatOfTheClassPath(Engine engine, @TempDir Path dir) throws Exception {
    String name = Hidden.class.getName();
    Path classes =
        Sources.compile(
            dir,
            List.of(),
            Map.of(
                "elsewhere/Hidden.java",
                """
                package elsewhere;

                public class Hidden implements org.jvmpool.Task<String> {
                  @Override public String call() { return "of the loader"; }
                }
                """));
    try (URLClassLoader childFirst =
            new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader()) {
              @Override
              protected Class<?> loadClass(String wanted, boolean resolve)
                  throws ClassNotFoundException {
                synchronized (getClassLoadingLock(wanted)) {
                  Class<?> known = findLoadedClass(wanted);
                  return known != null
                      ? known
                      : wanted.equals(name) ? findClass(wanted) : super.loadClass(wanted, resolve);
                }
              }
            };
        Pool pool = engine.pool(1)) {
      assertEquals("of the class path", pool.apply(new Hidden()));
      @SuppressWarnings("unchecked")
      Callable<String> task =
          (Callable<String>) childFirst.loadClass(name).getConstructor().newInstance();
      assertEquals("of the loader", pool.apply((Task<String>) task));
      assertEquals("of the class path", pool.apply(new Hidden()));
    }
  }
}
