package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.TaskSerializationException;

@Timeout(60)
class RebuiltClassTest {
  private static final String HEAD =
      "import java.io.Serializable; import java.util.concurrent.Callable;"
          + " public class Script { public int x = 1; ";

  @TempDir Path directory;

  private URLClassLoader compile(String version, String body) throws Exception {
    Path target = Files.createDirectories(directory.resolve(version));
    Path source = target.resolve("Script.java");
    Files.writeString(source, HEAD + body + "}");
    int result =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, "-d", target.toString(), source.toString());
    assertEquals(0, result);
    return new URLClassLoader(new URL[] {target.toUri().toURL()}, null);
  }

  private static final String LAMBDA =
      "public static Callable<String> task() {"
          + " return (Callable<String> & Serializable) () -> \"%s\"; }";

  private static Object task(ClassLoader loader) throws Exception {
    return loader.loadClass("Script").getMethod("task").invoke(null);
  }

  @Test
  void aLambdaRunsInALoaderThatSeesTheSameClassFile() throws Exception {
    try (URLClassLoader one = compile("one", LAMBDA.formatted("old"));
        URLClassLoader again = compile("again", LAMBDA.formatted("old"))) {
      EncodedFunction encoded = Travel.CODEC.encodeFunction(task(one));
      ClassHomes.forget(one); // as in another JVM
      FunctionShape shape = Travel.CODEC.decodeShape(new Input(encoded.shape()), again);
      Callable<?> copy = (Callable<?>) shape.instantiate(new Input(encoded.captured()), again);
      assertEquals("old", copy.call());
      assertEquals(again, copy.getClass().getClassLoader());
    }
  }

  @Test
  void aLambdaOfAClassThatWasRebuiltIsRefused() throws Exception {
    try (URLClassLoader one = compile("one", LAMBDA.formatted("old"));
        URLClassLoader two = compile("two", LAMBDA.formatted("new"))) {
      EncodedFunction encoded = Travel.CODEC.encodeFunction(task(one));
      ClassHomes.forget(one); // as in another JVM
      String message =
          assertThrows(
                  TaskSerializationException.class,
                  () -> Travel.CODEC.decodeShape(new Input(encoded.shape()), two))
              .getMessage();
      assertTrue(message.contains("rebuilt under the running program"), message);

      Output nested = new Output(64, -1);
      Travel.CODEC.encode(new Object[] {task(one)}, nested);
      message =
          assertThrows(
                  TaskSerializationException.class,
                  () -> Travel.CODEC.decode(new Input(nested.toBytes()), two))
              .getMessage();
      assertTrue(message.contains("rebuilt under the running program"), message);
    }
  }

  @Test
  void aLambdaWhoseClassFileWasRebuiltBeforeItsFirstUseIsRefusedByTheSender() throws Exception {
    try (URLClassLoader one = compile("one", LAMBDA.formatted("old"))) {
      Object task = task(one);
      compile("one", "static Runnable added = () -> {};" + LAMBDA.formatted("new")).close();
      String message =
          assertThrows(TaskSerializationException.class, () -> Travel.CODEC.encodeFunction(task))
              .getMessage();
      assertTrue(message.contains("rebuilt under the running program"), message);
    }
  }

  @Test
  void aBeanWithOtherFieldsIsRefused() throws Exception {
    try (URLClassLoader one = compile("one", "");
        URLClassLoader two = compile("two", "public int y = 2;")) {
      Object bean = one.loadClass("Script").getConstructor().newInstance();
      Output out = new Output(64, -1);
      Travel.CODEC.encode(bean, out);
      ClassHomes.forget(one); // as in another JVM
      String message =
          assertThrows(
                  TaskSerializationException.class,
                  () -> Travel.CODEC.decode(new Input(out.toBytes()), two))
              .getMessage();
      assertTrue(message.contains("other fields"), message);
    }
  }

  @Test
  void classesComeFromTheLoaderOfEachCall() throws Exception {
    try (URLClassLoader one = compile("one", "");
        URLClassLoader two = compile("two", "")) {
      Object bean = one.loadClass("Script").getConstructor().newInstance();
      Output out = new Output(64, -1);
      Travel.CODEC.encode(bean, out);
      ClassHomes.forget(one); // as in another JVM
      for (int i = 0; i < 3; i++) {
        for (ClassLoader loader : new ClassLoader[] {one, two}) {
          Object copy = Travel.CODEC.decode(new Input(out.toBytes()), loader);
          assertEquals(loader, copy.getClass().getClassLoader());
        }
      }
    }
  }

  @Test
  void aClassThatIsMissingIsNamed() throws Exception {
    try (URLClassLoader one = compile("one", LAMBDA.formatted("x"))) {
      EncodedFunction encoded = Travel.CODEC.encodeFunction(task(one));
      ClassHomes.forget(one); // as in another JVM
      String message =
          assertThrows(
                  TaskSerializationException.class,
                  () -> Travel.CODEC.decodeShape(new Input(encoded.shape()), Travel.LOADER))
              .getMessage();
      assertTrue(message.contains("cannot load the class Script"), message);
    }
  }
}
