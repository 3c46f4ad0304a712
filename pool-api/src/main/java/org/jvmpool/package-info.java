/**
 * Python's multiprocessing for Java: pools of warm child JVMs, and processes.
 *
 * <p>The doors are {@link org.jvmpool.Pool#create()} for a pool and {@link
 * org.jvmpool.Multiprocessing#local()} for everything else. Beside them live the functional
 * interfaces that travel ({@link org.jvmpool.Task}, {@link org.jvmpool.TaskFunction}, …), the
 * results ({@link org.jvmpool.AsyncResult}, {@link org.jvmpool.Results}) and the exceptions, all of
 * them {@link org.jvmpool.ProcessException}s.
 *
 * <pre>{@code
 * try (Pool pool = Pool.create(4)) {
 *   int answer = pool.apply(() -> fib(42));
 *   List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
 * }
 * }</pre>
 *
 * <p>Arguments are never null and results of methods are never null unless they are said to be; a
 * null argument is refused with a {@link NullPointerException}. Values of type variables, such as
 * the argument and the result of a task, may be null. Durations that limit a wait may be zero or
 * negative, which means not to wait; durations that set an option must be positive.
 */
@NullMarked
package org.jvmpool;

import org.jspecify.annotations.NullMarked;
