package org.jvmpool.impl.pool;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.codec.MessageOutput;
import org.jvmpool.worker.wire.TaskMessage;
import org.jvmpool.worker.wire.TaskMessage.Call;

/**
 * Makes tasks of what users submit: encodes functions and arguments on the caller's thread, so that
 * what cannot travel is told at the call, and hands them to the {@link PoolCore}.
 */
final class Submitter {
  /** Chunks a worker, as Python has them: enough to even out, few enough to be cheap. */
  private static final int CHUNKS_PER_WORKER = 4;

  private final PoolCore core;
  private final TaskPolicy policy;
  private final Codec codec = Codec.shared();

  /** Never read: whoever can submit, as the results of an imap can, has not dropped the pool. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final Object handle;

  Submitter(PoolCore core, TaskPolicy policy, Object handle) {
    this.core = core;
    this.policy = policy;
    this.handle = handle;
  }

  /**
   * @param callerReads the caller will wait for the result and do nothing else
   */
  <R extends @Nullable Object> SingleResult<R> single(
      Call call,
      Object function,
      @Nullable Object argument,
      PoolResult.@Nullable Callbacks<R> callbacks,
      boolean callerReads) {
    InFlight inFlight = inFlight();
    Encoded encoded = inFlight.noteDuring(() -> encode(call, function, argument));
    SingleResult<R> result = new SingleResult<>(core, callbacks);
    PoolTask task = task(encoded.function(), encoded.out(), inFlight, result, 0, callerReads);
    result.task(task);
    submit(task);
    return result;
  }

  /** A task as bytes, and the function that they name. */
  private record Encoded(FunctionRef function, Output out) {}

  private Encoded encode(Call call, Object function, @Nullable Object argument) {
    FunctionRef ref = ref(function, false);
    Output out = begin(call, ref);
    if (call == Call.FUNCTION) {
      try {
        codec.encode(argument, out);
      } catch (TaskSerializationException e) {
        throw Messages.cannotTravel(core.name(), "the argument of " + ref.name(), e);
      }
    }
    return new Encoded(ref, out);
  }

  /** For a task: one that may be run again is read again. */
  private InFlight inFlight() {
    return policy.retries() > 0 ? InFlight.forSeveralReaders() : new InFlight();
  }

  /** What travels with a task that the pool does not take in arrives nowhere. */
  private void submit(PoolTask task) {
    boolean taken = false;
    try {
      core.submit(task);
      taken = true;
    } finally {
      if (!taken) {
        task.over();
      }
    }
  }

  /**
   * @param chunkSize 0 for one that suits the number of items
   */
  <R extends @Nullable Object> ListResult<R> map(
      Object function,
      @Nullable Object[] items,
      int chunkSize,
      PoolResult.@Nullable Callbacks<List<R>> callbacks) {
    FunctionRef ref = ref(function, true);
    return chunks(
        ref,
        items.length,
        chunkSize,
        callbacks,
        (from, to) -> {
          Output out = begin(Call.MAP, ref);
          encodeAll(items, from, to, ref, out);
          return out;
        });
  }

  <R extends @Nullable Object> ListResult<R> starmap(
      Object function,
      @Nullable Object[] first,
      @Nullable Object[] second,
      PoolResult.@Nullable Callbacks<List<R>> callbacks) {
    FunctionRef ref = ref(function, true);
    return chunks(
        ref,
        first.length,
        0,
        callbacks,
        (from, to) -> {
          Output out = begin(Call.STARMAP, ref);
          encodeAll(first, from, to, ref, out);
          encodeAll(second, from, to, ref, out);
          return out;
        });
  }

  private interface ChunkEncoder {
    Output encode(int from, int to);
  }

  private <R extends @Nullable Object> ListResult<R> chunks(
      FunctionRef ref,
      int items,
      int chunkSize,
      PoolResult.@Nullable Callbacks<List<R>> callbacks,
      ChunkEncoder encoder) {
    int size = chunkSize > 0 ? chunkSize : defaultChunkSize(items);
    ListResult<R> result = new ListResult<>(core, callbacks, ref, items, size);
    boolean all = false;
    try {
      core.checkAccepting();
      if (items == 0) {
        result.nothingToDo();
        core.forget(ref);
      }
      for (int chunk = 0; chunk < result.chunks(); chunk++) {
        int from = result.from(chunk);
        int to = result.to(chunk);
        PoolTask task = task(ref, () -> encoder.encode(from, to), result, chunk);
        result.add(task);
        submit(task);
      }
      all = true;
    } finally {
      if (!all) {
        result.abandon();
      }
    }
    return result;
  }

  private int defaultChunkSize(int items) {
    long chunks = (long) CHUNKS_PER_WORKER * core.target();
    return (int) Math.max(1, (items + chunks - 1) / chunks);
  }

  <T extends @Nullable Object, R extends @Nullable Object> ImapResults<T, R> imap(
      Object function, Iterator<? extends T> source, int chunkSize, boolean ordered) {
    FunctionRef ref = ref(function, true);
    boolean begun = false;
    try {
      core.checkAccepting();
      ImapResults<T, R> results =
          new ImapResults<>(
              core,
              ref,
              source,
              chunkSize,
              ordered,
              (items, chunk, sink) -> {
                PoolTask task = task(ref, () -> encodeItems(items, ref), sink, chunk);
                submit(task);
                return task;
              });
      begun = true;
      return results;
    } finally {
      if (!begun) {
        core.forget(ref);
      }
    }
  }

  private Output encodeItems(List<?> items, FunctionRef ref) {
    Output out = begin(Call.MAP, ref);
    encodeAll(items.toArray(), 0, items.size(), ref, out);
    return out;
  }

  private FunctionRef ref(Object function, boolean manyTasks) {
    try {
      return manyTasks ? core.functions().many(function) : core.functions().one(function);
    } catch (TaskSerializationException e) {
      throw Messages.cannotTravel(
          core.name(), "the task (" + FunctionTable.name(function.getClass()) + ")", e);
    }
  }

  private void encodeAll(@Nullable Object[] items, int from, int to, FunctionRef ref, Output out) {
    try {
      codec.encodeAll(items, from, to, out);
    } catch (TaskSerializationException e) {
      throw Messages.cannotTravel(core.name(), "the items for " + ref.name(), e);
    }
  }

  private Output begin(Call call, FunctionRef ref) {
    Output out = new MessageOutput(128);
    new TaskMessage(call, policy.limitNanos(), ref.number(), ref.captured()).write(out);
    return out;
  }

  private PoolTask task(FunctionRef ref, Supplier<Output> encoding, TaskSink sink, int chunk) {
    InFlight inFlight = inFlight();
    return task(ref, inFlight.noteDuring(encoding), inFlight, sink, chunk, false);
  }

  private PoolTask task(
      FunctionRef ref,
      Output out,
      InFlight inFlight,
      TaskSink sink,
      int chunk,
      boolean callerReads) {
    return new PoolTask(
        core.nextTaskId(),
        policy.limitNanos(),
        policy.retries(),
        ref,
        bytes(out),
        inFlight,
        sink,
        chunk,
        callerReads);
  }

  /** A big value fills its array exactly: then there is no need of a copy. */
  private static byte[] bytes(Output out) {
    byte[] buffer = out.getBuffer();
    return buffer.length == out.position() ? buffer : out.toBytes();
  }

  // ---- what users give

  /** The items as they are now; what their iterator throws comes out of here. */
  static @Nullable Object[] items(Iterable<?> items) {
    Objects.requireNonNull(items, "items must not be null");
    if (items instanceof Collection<?> collection) {
      return collection.toArray();
    }
    List<@Nullable Object> list = new ArrayList<>();
    source(items).forEachRemaining(list::add);
    return list.toArray();
  }

  static <T extends @Nullable Object> Iterator<T> source(Iterable<T> items) {
    Objects.requireNonNull(items, "items must not be null");
    return Objects.requireNonNull(items.iterator(), "items must have an iterator, but it was null");
  }

  /** The pairs' keys and values, apart. */
  static @Nullable Object[][] pairs(Iterable<? extends Map.Entry<?, ?>> pairs) {
    List<@Nullable Object> first = new ArrayList<>();
    List<@Nullable Object> second = new ArrayList<>();
    for (Iterator<? extends Map.Entry<?, ?>> source = source(pairs); source.hasNext(); ) {
      Map.Entry<?, ?> pair = source.next();
      Objects.requireNonNull(
          pair, () -> "items must hold pairs, but item " + first.size() + " is null");
      first.add(pair.getKey());
      second.add(pair.getValue());
    }
    return new @Nullable Object[][] {first.toArray(), second.toArray()};
  }

  static int chunkSize(int chunkSize) {
    if (chunkSize < 1) {
      throw new IllegalArgumentException("chunkSize must be at least 1, but was " + chunkSize);
    }
    return chunkSize;
  }
}
