"""Pool.apply, one caller: placement (other than free: 1 worker), workers, round trips."""

import multiprocessing
import os
import time

from placement import bind
from report import arguments, metric, percentile


def increment(x):
    return x + 1


def own_pid(_):
    return os.getpid()


def main():
    placement, workers, trips = arguments(str, int, int)
    clock = time.perf_counter_ns
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        bind(placement, pool.apply(own_pid, (0,)))
        for i in range(trips):
            pool.apply(increment, (i,))
        taken = []
        for i in range(trips):
            start = clock()
            pool.apply(increment, (i,))
            taken.append(clock() - start)
    for percent in (10, 50, 90, 99):
        metric(f"p{percent}_ns", percentile(taken, percent / 100))


if __name__ == "__main__":
    main()
