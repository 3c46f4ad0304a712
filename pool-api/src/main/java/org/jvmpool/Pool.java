package org.jvmpool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

public interface Pool extends AutoCloseable {
  static Pool create() {
    return builder().build();
  }

  static Pool create(int workers) {
    return builder().workers(workers).build();
  }

  static PoolBuilder builder() {
    return Multiprocessing.local().poolBuilder();
  }

  <R> R apply(Task<R> task);

  void apply(VoidTask task);

  <T, R> R apply(TaskFunction<? super T, ? extends R> fn, T arg);

  <R> AsyncResult<R> applyAsync(Task<R> task);

  <R> AsyncResult<R> applyAsync(Task<R> task, Consumer<? super R> callback);

  <R> AsyncResult<R> applyAsync(
      Task<R> task, Consumer<? super R> callback, Consumer<? super Throwable> errorCallback);

  AsyncResult<Void> applyAsync(VoidTask task);

  <T, R> AsyncResult<R> applyAsync(TaskFunction<? super T, ? extends R> fn, T arg);

  <T, R> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn, T arg, Consumer<? super R> callback);

  <T, R> AsyncResult<R> applyAsync(
      TaskFunction<? super T, ? extends R> fn,
      T arg,
      Consumer<? super R> callback,
      Consumer<? super Throwable> errorCallback);

  <T, R> List<R> map(TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items);

  <T, R> List<R> map(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize);

  <T, R> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items);

  <T, R> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize);

  <T, R> AsyncResult<List<R>> mapAsync(
      TaskFunction<? super T, ? extends R> fn,
      Iterable<? extends T> items,
      int chunkSize,
      Consumer<? super List<R>> callback,
      Consumer<? super Throwable> errorCallback);

  <A, B, R> List<R> starmap(
      TaskBiFunction<? super A, ? super B, ? extends R> fn,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> items);

  <A, B, R> AsyncResult<List<R>> starmapAsync(
      TaskBiFunction<? super A, ? super B, ? extends R> fn,
      Iterable<? extends Map.Entry<? extends A, ? extends B>> items);

  <T, R> Results<R> imap(TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items);

  <T, R> Results<R> imap(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize);

  <T, R> Results<R> imapUnordered(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items);

  <T, R> Results<R> imapUnordered(
      TaskFunction<? super T, ? extends R> fn, Iterable<? extends T> items, int chunkSize);

  Pool withTimeout(Duration limit);

  Pool withRetries(int retries);

  <T> Broadcast<T> broadcast(T value);

  PoolStats stats();

  List<WorkerInfo> workers();

  void resize(int workers);

  PoolExecutorService asExecutorService();

  void close();

  void shutdown();

  void terminate();

  void join() throws InterruptedException;

  boolean join(Duration limit) throws InterruptedException;
}
