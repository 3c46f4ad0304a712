package org.jvmpool.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.WorkerContext;

@Timeout(30)
class WorkerContextsTest {
  private static final WorkerContext OF_JVM = new Context(0, 1, "processes", 10);
  private static final WorkerContext OF_THREAD = new Context(3, 1, "threads", 11);

  @AfterEach
  void clear() {
    WorkerContexts.set(null);
    WorkerContexts.setForJvm(null);
  }

  @Test
  void thereIsNoContextOutsideATask() {
    IllegalStateException outside =
        assertThrows(IllegalStateException.class, WorkerContext::current);
    assertEquals(
        "WorkerContext.current(): this thread runs no task of a pool", outside.getMessage());
    assertNull(WorkerContexts.currentOrNull());
  }

  @Test
  void theContextOfTheJvmIsSeenByAllThreads() throws Exception {
    WorkerContexts.setForJvm(OF_JVM);
    assertSame(OF_JVM, WorkerContext.current());
    assertSame(OF_JVM, seenByNewThread());
  }

  @Test
  void theContextOfTheThreadWins() {
    WorkerContexts.setForJvm(OF_JVM);
    WorkerContexts.set(OF_THREAD);
    assertSame(OF_THREAD, WorkerContext.current());
    WorkerContexts.set(null);
    assertSame(OF_JVM, WorkerContext.current());
  }

  @Test
  void threadsThatATaskStartsInheritItsContext() throws Exception {
    WorkerContexts.set(OF_THREAD);
    assertSame(OF_THREAD, seenByNewThread());
  }

  @Test
  void threadsThatWereThereBeforeDoNot() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    CompletableFuture<WorkerContext> seen = new CompletableFuture<>();
    Thread earlier =
        new Thread(
            () -> {
              go.join();
              seen.complete(WorkerContexts.currentOrNull());
            });
    earlier.start();
    WorkerContexts.set(OF_THREAD);
    go.complete(null);
    assertNull(seen.get());
    earlier.join();
  }

  @Test
  void takingTheContextAwayLeavesNothing() {
    WorkerContexts.set(OF_THREAD);
    WorkerContexts.set(null);
    assertThrows(IllegalStateException.class, WorkerContext::current);
    WorkerContexts.setForJvm(OF_JVM);
    WorkerContexts.setForJvm(null);
    assertThrows(IllegalStateException.class, WorkerContext::current);
  }

  private static WorkerContext seenByNewThread() throws InterruptedException, ExecutionException {
    CompletableFuture<WorkerContext> seen = new CompletableFuture<>();
    Thread thread = new Thread(() -> seen.complete(WorkerContexts.currentOrNull()));
    thread.start();
    thread.join();
    return seen.get();
  }

  private record Context(int index, long pid, String poolName, long taskId)
      implements WorkerContext {}
}
