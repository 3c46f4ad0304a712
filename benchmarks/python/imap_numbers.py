"""Pool.imap, consumed to the end: workers, items, chunk, repetitions."""

import multiprocessing
import time

from report import arguments, median, metric


def increment(x):
    return x + 1


def main():
    workers, items, chunk, repetitions = arguments(int, int, int, int)
    taken = []
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.apply(increment, (0,))
        for _ in range(repetitions):
            start = time.perf_counter_ns()
            last = None
            for last in pool.imap(increment, range(items), chunk):
                pass
            taken.append(time.perf_counter_ns() - start)
            assert last == items
    metric("cold_ns", taken[0])
    metric("warm_ns", median(taken[1:]))


if __name__ == "__main__":
    main()
