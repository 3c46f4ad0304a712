"""Two processes that take one lock again and again: times for each."""

import multiprocessing
import time

from report import arguments, median, metric

PROCESSES = 2


def take(lock, begin, times, took):
    begin.wait()
    start = time.perf_counter_ns()
    for _ in range(times):
        lock.acquire()
        lock.release()
    took.put(time.perf_counter_ns() - start)


def main():
    (times,) = arguments(int)
    context = multiprocessing.get_context("fork")
    rates = []
    for _ in range(3):
        lock, begin, took = context.Lock(), context.Barrier(PROCESSES), context.Queue()
        processes = [
            context.Process(target=take, args=(lock, begin, times, took))
            for _ in range(PROCESSES)
        ]
        for process in processes:
            process.start()
        longest = max(took.get() for _ in processes)
        for process in processes:
            process.join()
        rates.append(PROCESSES * times * 1e9 / longest)
    metric("locked_per_s", median(rates))


if __name__ == "__main__":
    main()
