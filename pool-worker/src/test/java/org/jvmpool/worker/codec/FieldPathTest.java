package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.Pool;
import org.jvmpool.Task;
import org.jvmpool.TaskSerializationException;

@Timeout(60)
class FieldPathTest {
  static class Job {
    private final Socket connection = new Socket();

    Task<Integer> anonymous() {
      return new Task<>() {
        private static final long serialVersionUID = 1L;

        @Override
        public Integer call() {
          return connection.getPort();
        }
      };
    }

    Task<Integer> lambda() {
      return () -> connection.getPort();
    }
  }

  record Box(Object content) {}

  static class Hooked implements Serializable {
    private static final long serialVersionUID = 1L;
    final Object content;

    Hooked(Object content) {
      this.content = content;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }
  }

  static class Broken implements Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) {
      throw new IllegalStateException("broken on purpose");
    }
  }

  private static void assertContains(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void anAnonymousClassThatDragsInItsEnclosingInstanceIsExplained() {
    assertContains(
        Travel.functionRefusal(new Job().anonymous()),
        "Job$1.this$0 -> FieldPathTest$Job.connection (java.net.Socket)",
        "enclosing instance",
        "static nested class",
        "local variable");
  }

  @Test
  void aLambdaThatDragsInItsEnclosingInstanceIsExplained() {
    assertContains(
        Travel.functionRefusal(new Job().lambda()),
        ".this -> FieldPathTest$Job.connection (java.net.Socket)",
        "enclosing instance",
        "local variable");
  }

  @Test
  void thePathLeadsThroughCollectionsMapsArraysAndRecords() {
    Object bad = new Box(Thread.currentThread());
    assertContains(Travel.refusal(List.of(1, bad)), "[1] -> FieldPathTest$Box.content");
    assertContains(Travel.refusal(Map.of("k", bad)), "{k} -> FieldPathTest$Box.content");
    assertContains(Travel.refusal(new Object[] {bad}), "Object[][0] -> FieldPathTest$Box.content");
    assertContains(
        Travel.refusal(new Box(new Box(new CountDownLatch(1)))),
        "FieldPathTest$Box.content -> FieldPathTest$Box.content"
            + " (java.util.concurrent.CountDownLatch)");
    assertContains(
        Travel.refusal(Collections.synchronizedList(new ArrayList<>(List.of(bad)))),
        "[0] -> FieldPathTest$Box.content",
        "java.lang.Thread");
  }

  @Test
  void thePathLeadsThroughObjectsOfJavaSerialization() {
    assertContains(
        Travel.refusal(new Hooked(new Box(new CountDownLatch(1)))),
        "FieldPathTest$Hooked.content -> FieldPathTest$Box.content");
  }

  @Test
  void whatBelongsToItsJvmIsRefusedWithAdvice() {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      assertContains(Travel.refusal(executor), "executor");
    } finally {
      executor.shutdown();
    }
    assertContains(Travel.refusal(Thread.currentThread()), "java.lang.Thread");
    assertContains(Travel.refusal(new ByteArrayInputStream(new byte[0])), "open it inside");
    assertContains(Travel.refusal(new ThreadLocal<>()), "pass its value");
    assertContains(Travel.refusal(Travel.LOADER), "class loader");
    assertContains(Travel.refusal(ProcessHandle.current()), "pid");
    assertContains(Travel.refusal(Stream.of(1)), "collect it");
    assertContains(Travel.refusal(new CompletableFuture<>()), "its value");
    assertContains(Travel.refusal(List.of(1).iterator()), "not Serializable");
    assertContains(Travel.refusal(new Thread() {}), "thread");
  }

  @Test
  void aPoolIsRefusedAndSaysWhatToCapture() {
    Pool pool =
        (Pool)
            Proxy.newProxyInstance(Travel.LOADER, new Class<?>[] {Pool.class}, (p, m, a) -> null);
    assertContains(
        Travel.refusal(new Box(pool)),
        "a Pool cannot travel; create one in the task or capture Multiprocessing");
  }

  @Test
  void aHookThatThrowsIsNamed() {
    assertContains(Travel.refusal(new Broken()), "Broken", "broken on purpose");
  }

  @Test
  void theItemThatCannotTravelIsNamed() {
    Object[] items = {"a", 1, new Box(Thread.currentThread()), 2};
    Output out = new Output(64, -1);
    out.writeByte(7);
    TaskSerializationException e =
        assertThrows(
            TaskSerializationException.class,
            () -> Travel.CODEC.encodeAll(items, 0, items.length, out));
    assertContains(e.getMessage(), "item 2", "FieldPathTest$Box.content", "java.lang.Thread");
    assertTrue(out.position() == 1);
  }
}
