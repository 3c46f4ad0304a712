package org.jvmpool.worker.manager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Pool;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedSemaphore;
import org.jvmpool.worker.plain.PlainObjects;
import org.jvmpool.worker.plain.Session;

/** The manager itself, as an object of its own: makes the others. */
final class ServedManager extends Served {
  private final ManagerServer server;

  ServedManager(ManagerServer server) {
    super(Kind.MANAGER);
    this.server = server;
  }

  @Override
  void call(Op op, Call call) throws Exception {
    switch (op) {
      case CREATE -> create(Kind.of(call.number()), call);
      case STATS -> {
        call.answer(server.objects().size());
        call.answer(server.sessionCount());
        call.answer(server.connectionCount());
      }
      case STOP -> {
        if (call.session().isForeign()) {
          throw new SecurityException("a manager is ended by the program that started it");
        }
        call.handOut(
            acknowledged -> server.stop(), server::stop); // its end would overtake the answer
      }
      default -> throw cannot(op, kind());
    }
  }

  private void create(Kind kind, Call call) throws Exception {
    call.answerNew(make(kind, call));
  }

  private Served make(Kind kind, Call call) throws Exception {
    return switch (kind) {
      case DICT -> dict(call);
      case LIST -> new ServedList(false, call.manyKept(), server.objects());
      case ARRAY -> new ServedList(true, call.manyKept(), server.objects());
      case SET -> new ServedSet();
      case NAMESPACE -> new ServedNamespace(server.objects());
      case VALUE -> new ServedReference(call.kept(), server.objects());
      case LOCK -> new ServedLock(kind, lasting(PlainObjects::lock));
      case REENTRANT_LOCK -> new ServedLock(kind, lasting(PlainObjects::reentrantLock));
      case CONDITION -> condition();
      case SEMAPHORE -> semaphore(call.number(), call.number() != 0);
      case EVENT -> new ServedEvent(lasting(PlainObjects::event));
      case BARRIER -> barrier(call.number());
      case QUEUE -> new ServedQueue(kind, call.number(), server.objects());
      case JOINABLE_QUEUE -> new ServedQueue(kind, call.number(), server.objects());
      case REGISTERED -> server.types().create(call.text(), server.objects());
      case POOL -> {
        call.session().checkRunsFunctions();
        Pool pool = server.pools().apply(call.number());
        yield ServedRegistered.pool(pool, server.types());
      }
      case MANAGER -> throw new IllegalArgumentException("a manager cannot make a manager");
    };
  }

  private ServedDict dict(Call call) {
    Map<Object, Object> initial = new LinkedHashMap<>();
    int entries = call.count() / 2;
    for (int i = 0; i < entries; i++) {
      Object key = call.key();
      initial.put(key, Objects.requireNonNull(call.kept(), "a value must not be null"));
    }
    ServedDict dict = new ServedDict(server.objects());
    dict.fill(initial);
    return dict;
  }

  private Served condition() throws Exception {
    SharedLock lock = lasting(PlainObjects::reentrantLock);
    ServedLock served = new ServedLock(Kind.REENTRANT_LOCK, lock);
    SharedCondition condition = lasting(lock::newCondition);
    return new ServedCondition(condition, served, server.objects());
  }

  private Served semaphore(int permits, boolean bounded) throws Exception {
    SharedSemaphore semaphore =
        lasting(
            () ->
                bounded ? PlainObjects.boundedSemaphore(permits) : PlainObjects.semaphore(permits));
    return new ServedSemaphore(semaphore);
  }

  private Served barrier(int parties) throws Exception {
    SharedBarrier barrier = lasting(() -> PlainObjects.barrier(parties));
    return new ServedBarrier(barrier);
  }

  /** Makes an object whose handle is the server's own, and does not end with a client. */
  static <T extends @Nullable Object> T lasting(java.util.concurrent.Callable<T> making)
      throws Exception {
    return Session.local().owner(Thread.currentThread()).call(making);
  }
}
