"""One process puts, another takes: integers or arrays, items, the size of an array."""

import multiprocessing
import time

from report import arguments, median, metric

MOST_ARRAYS = 64


def take(queue, items, done):
    last = None
    for _ in range(items):
        last = queue.get()
    done.put(len(last) if isinstance(last, bytes) else last)


def main():
    kind, items, size = arguments(str, int, int)
    context = multiprocessing.get_context("fork")
    payload = bytes(size)
    rates = []
    for _ in range(3):
        queue = context.Queue(MOST_ARRAYS if kind == "arrays" else 0)
        done = context.Queue()
        taker = context.Process(target=take, args=(queue, items, done))
        taker.start()
        start = time.perf_counter_ns()
        for i in range(items):
            queue.put(payload if kind == "arrays" else i)
        last = done.get()
        rates.append(items * 1e9 / (time.perf_counter_ns() - start))
        taker.join()
        assert last == (size if kind == "arrays" else items - 1)
    if kind == "arrays":
        metric("array_bytes_per_s", median(rates) * size)
    else:
        metric("item_per_s", median(rates))


if __name__ == "__main__":
    main()
