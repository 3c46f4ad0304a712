"""Pool.map with its own choice of chunk: workers, items, repetitions."""

import multiprocessing
import time

from report import arguments, median, metric


def increment(x):
    return x + 1


def main():
    workers, items, repetitions = arguments(int, int, int)
    numbers = list(range(items))
    taken = []
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.apply(increment, (0,))
        for _ in range(repetitions):
            start = time.perf_counter_ns()
            result = pool.map(increment, numbers)
            taken.append(time.perf_counter_ns() - start)
            assert len(result) == items and result[-1] == items
    metric("cold_ns", taken[0])
    metric("warm_ns", median(taken[1:]))


if __name__ == "__main__":
    main()
