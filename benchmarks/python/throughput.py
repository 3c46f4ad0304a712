"""Pool.apply_async from one thread: workers, tasks, repetitions."""

import multiprocessing
import time

from report import arguments, median, metric


def increment(x):
    return x + 1


def batch(pool, tasks):
    """The rate from the first submission to the last collected result."""
    start = time.perf_counter_ns()
    results = [pool.apply_async(increment, (i,)) for i in range(tasks)]
    for result in results:
        result.get()
    return tasks * 1e9 / (time.perf_counter_ns() - start)


def main():
    workers, tasks, repetitions = arguments(int, int, int)
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.apply(increment, (0,))
        rates = [batch(pool, tasks) for _ in range(repetitions)]
    metric("cold_per_s", rates[0])
    metric("warm_per_s", median(rates[1:]))


if __name__ == "__main__":
    main()
