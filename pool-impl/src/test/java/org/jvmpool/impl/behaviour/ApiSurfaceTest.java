package org.jvmpool.impl.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.jvmpool.AsyncResult;
import org.jvmpool.Broadcast;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.PoolBrokenException;
import org.jvmpool.PoolBuilder;
import org.jvmpool.PoolExecutorService;
import org.jvmpool.PoolTerminatedException;
import org.jvmpool.ProcessException;
import org.jvmpool.Results;
import org.jvmpool.RetireReason;
import org.jvmpool.Task;
import org.jvmpool.TaskBiFunction;
import org.jvmpool.TaskException;
import org.jvmpool.TaskFunction;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.TaskTimeoutException;
import org.jvmpool.VoidTask;
import org.jvmpool.WorkerInfo;
import org.jvmpool.WorkerLostException;
import org.jvmpool.impl.testkit.Behaviour;

/** The pool's public methods are those users' programs are compiled against (203). */
@Behaviour
class ApiSurfaceTest {
  private static Set<String> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !m.isSynthetic() && !m.isBridge())
        .map(ApiSurfaceTest::shape)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String shape(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(
            Collectors.joining(
                ", ", method.getReturnType().getSimpleName() + " " + method.getName() + "(", ")"));
  }

  private static void assertHas(Class<?> type, String... shapes) {
    Set<String> missing = new TreeSet<>(List.of(shapes));
    missing.removeAll(methods(type));
    assertEquals(Set.of(), missing, () -> type + " has " + methods(type));
  }

  @Test
  void ofPool() {
    assertHas(
        Pool.class,
        "Pool create()",
        "Pool create(int)",
        "PoolBuilder builder()",
        "Object apply(Task)",
        "void apply(VoidTask)",
        "Object apply(TaskFunction, Object)",
        "AsyncResult applyAsync(Task)",
        "AsyncResult applyAsync(Task, Consumer)",
        "AsyncResult applyAsync(Task, Consumer, Consumer)",
        "AsyncResult applyAsync(VoidTask)",
        "AsyncResult applyAsync(TaskFunction, Object)",
        "AsyncResult applyAsync(TaskFunction, Object, Consumer)",
        "AsyncResult applyAsync(TaskFunction, Object, Consumer, Consumer)",
        "List map(TaskFunction, Iterable)",
        "List map(TaskFunction, Iterable, int)",
        "AsyncResult mapAsync(TaskFunction, Iterable)",
        "AsyncResult mapAsync(TaskFunction, Iterable, int)",
        "AsyncResult mapAsync(TaskFunction, Iterable, int, Consumer, Consumer)",
        "List starmap(TaskBiFunction, Iterable)",
        "AsyncResult starmapAsync(TaskBiFunction, Iterable)",
        "Results imap(TaskFunction, Iterable)",
        "Results imap(TaskFunction, Iterable, int)",
        "Results imapUnordered(TaskFunction, Iterable)",
        "Results imapUnordered(TaskFunction, Iterable, int)",
        "Pool withTimeout(Duration)",
        "Pool withRetries(int)",
        "Broadcast broadcast(Object)",
        "PoolStats stats()",
        "List workers()",
        "void resize(int)",
        "PoolExecutorService asExecutorService()",
        "void close()",
        "void shutdown()",
        "void terminate()",
        "void join()",
        "boolean join(Duration)");
  }

  @Test
  void ofResultsAndContexts() {
    assertHas(
        AsyncResult.class,
        "boolean ready()",
        "boolean successful()",
        "boolean await(Duration)",
        "Object get(Duration)",
        "Object join()");
    assertHas(Results.class, "Object next(Duration)", "Stream stream()", "void close()");
    assertHas(
        PoolExecutorService.class, "Future submit(Task)", "Future submit(SerializableRunnable)");
    assertHas(Broadcast.class, "Object value()", "void close()");
    assertHas(Multiprocessing.class, "Pool pool()", "Pool pool(int)", "PoolBuilder poolBuilder()");
    assertEquals(
        Set.of(
            "CRASHED",
            "TIMED_OUT",
            "CANCELLED",
            "MAX_TASKS",
            "MEMORY",
            "IDLE",
            "RESIZED",
            "CLOSED",
            "TERMINATED",
            "PROTOCOL"),
        Arrays.stream(RetireReason.values()).map(Enum::name).collect(Collectors.toSet()));
    assertEquals(
        Set.of("STARTING", "IDLE", "BUSY", "RETIRING"),
        Arrays.stream(WorkerInfo.State.values()).map(Enum::name).collect(Collectors.toSet()));
  }

  @Test
  void ofTheBuilder() {
    assertHas(
        PoolBuilder.class,
        "PoolBuilder name(String)",
        "PoolBuilder workers(int)",
        "PoolBuilder initializer(VoidTask)",
        "PoolBuilder maxTasksPerWorker(int)",
        "PoolBuilder taskTimeout(Duration)",
        "PoolBuilder idleTimeout(Duration)",
        "PoolBuilder gracePeriod(Duration)",
        "PoolBuilder maxPending(int)",
        "PoolBuilder maxHeap(String)",
        "PoolBuilder memoryLimit(long)",
        "PoolBuilder jvmOptions(String[])",
        "PoolBuilder systemProperty(String, String)",
        "PoolBuilder environment(String, String)",
        "PoolBuilder workingDirectory(Path)",
        "PoolBuilder classPath(List)",
        "PoolBuilder javaHome(Path)",
        "PoolBuilder output(WorkerOutput)",
        "PoolBuilder errorDirectory(Path)",
        "Pool build()");
  }

  @Test
  void typesAreKindredAsPromised() {
    assertTrue(AutoCloseable.class.isAssignableFrom(Pool.class));
    assertTrue(Future.class.isAssignableFrom(AsyncResult.class));
    assertTrue(CompletionStage.class.isAssignableFrom(AsyncResult.class));
    assertTrue(ExecutorService.class.isAssignableFrom(PoolExecutorService.class));
    assertTrue(Callable.class.isAssignableFrom(Task.class));
    for (Class<?> type :
        List.of(
            Task.class,
            VoidTask.class,
            TaskFunction.class,
            TaskBiFunction.class,
            Broadcast.class,
            Multiprocessing.class)) {
      assertTrue(Serializable.class.isAssignableFrom(type), type::getName);
    }
    assertTrue(RuntimeException.class.isAssignableFrom(ProcessException.class));
    for (Class<?> type :
        List.of(
            TaskException.class,
            TaskTimeoutException.class,
            TaskSerializationException.class,
            WorkerLostException.class,
            PoolTerminatedException.class,
            PoolBrokenException.class)) {
      assertEquals(ProcessException.class, type.getSuperclass());
    }
  }
}
