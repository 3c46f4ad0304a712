"""From the Pool's constructor to its first result: start method, workers, repetitions."""

import multiprocessing
import time

from report import arguments, median, metric


def increment(x):
    return x + 1


def main():
    method, workers, repetitions = arguments(str, int, int)
    context = multiprocessing.get_context(method)
    taken = []
    for i in range(repetitions):
        start = time.perf_counter_ns()
        pool = context.Pool(workers)
        pool.apply(increment, (i,))
        taken.append(time.perf_counter_ns() - start)
        pool.close()
        pool.join()
    metric("first_ns", taken[0])
    metric("later_ns", median(taken[1:]))


if __name__ == "__main__":
    main()
