package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The tables of docs/serialization.md say what the codec does: they are made here, from samples of
 * each kind, and must stand there word for word.
 */
@Timeout(60)
class SerializationTableTest {
  private static String document() throws IOException {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("docs/serialization.md"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new AssertionError("no docs/serialization.md above " + Path.of("").toAbsolutePath());
      }
    }
    return Files.readString(directory.resolve("docs/serialization.md"));
  }

  private static void assertDocumented(String table) throws IOException {
    assertTrue(
        document().contains(table),
        () -> "docs/serialization.md must hold this table:\n\n" + table);
  }

  @Test
  void theTableOfKindsTellsHowEachTravels() throws Exception {
    StringBuilder table = new StringBuilder("| kind | arrives | how it travels |\n|---|---|---|\n");
    for (Kinds.Kind kind : Kinds.all()) {
      Set<String> ways = new LinkedHashSet<>();
      for (Object sample : kind.samples()) {
        ways.add(way(sample));
      }
      table.append("| ").append(kind.name()).append(" | ").append(kind.arrives());
      table.append(" | ").append(String.join("; ", ways)).append(" |\n");
    }
    assertDocumented(table.toString());
  }

  @Test
  void theTableOfRefusalsTellsTheReasons() throws Exception {
    StringBuilder table = new StringBuilder("| kind | for instance | message |\n|---|---|---|\n");
    for (Kinds.Refused refused : Kinds.refused()) {
      String message = Travel.refusal(refused.sample());
      Class<?> type = refused.sample().getClass();
      table.append("| ").append(refused.name()).append(" | ");
      table
          .append(Modifier.isPublic(type.getModifiers()) ? "`" + type.getSimpleName() + "`" : "")
          .append(" | ");
      table.append(message.substring(message.indexOf("cannot travel: "))).append(" |\n");
    }
    assertDocumented(table.toString());
  }

  private static String way(Object sample) {
    if (PlainValues.write(sample, new Output(64, -1))) {
      return "plain: a tag and the value";
    }
    Serializer<?> serializer = new Session().getRegistration(typeOf(sample)).getSerializer();
    if (serializer instanceof JavaObjects) {
      return "Java serialization";
    } else if (serializer instanceof BeanSerializer) {
      return "fields";
    } else if (serializer instanceof RecordSerializer) {
      return "components";
    } else if (serializer instanceof ProxySerializer) {
      return "interfaces and handler";
    } else if (serializer instanceof Wrappers) {
      return "what it wraps";
    } else if (serializer instanceof ThrowableSerializer) {
      return "data, and the object through Java serialization beside it";
    } else if (serializer instanceof LambdaSerializer) {
      return "its site and what it captured";
    } else if (serializer instanceof CheckedArrays
        || serializer instanceof ObjectArrays
        || serializer instanceof FilledCollection
        || serializer instanceof FilledMap) {
      return "elements";
    } else if (serializer.getClass().getName().contains("Enum")
        || serializer.getClass().getSimpleName().equals("Classes")) {
      return "name";
    } else if (serializer instanceof Parts) {
      return "its parts";
    }
    assertTrue(
        List.of(Serializer.class.getPackageName(), Serializers.class.getPackageName()).stream()
            .anyMatch(serializer.getClass().getName()::startsWith),
        serializer.getClass().getName());
    return "its parts";
  }

  /* As Kryo finds it: the serializer of a proxy stands with its handler's interface. */
  private static Class<?> typeOf(Object sample) {
    Class<?> type = sample.getClass();
    return java.lang.reflect.Proxy.isProxyClass(type)
        ? java.lang.reflect.InvocationHandler.class
        : type;
  }
}
