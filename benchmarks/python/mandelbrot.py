"""Rows of the Mandelbrot set, in one process and in a pool: workers, width, height, iterations."""

import multiprocessing
import time
from functools import partial

from report import arguments, metric


def row(width, height, limit, y):
    """The escape count of every point of one row."""
    imaginary = 2.4 * y / height - 1.2
    counts = []
    for x in range(width):
        real = 3.2 * x / width - 2.2
        a = b = 0.0
        count = 0
        while count < limit and a * a + b * b <= 4.0:
            a, b = a * a - b * b + real, 2.0 * a * b + imaginary
            count += 1
        counts.append(count)
    return counts


def main():
    workers, width, height, limit = arguments(int, int, int, int)
    fn = partial(row, width, height, limit)
    rows = range(height)
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.map(fn, range(workers), 1)
        start = time.perf_counter_ns()
        alone = list(map(fn, rows))
        middle = time.perf_counter_ns()
        together = pool.map(fn, rows, 1)
        end = time.perf_counter_ns()
    assert alone == together
    metric("inline_ns", middle - start)
    metric("pool_ns", end - middle)
    metric("scaling_x", (middle - start) / (end - middle))


if __name__ == "__main__":
    main()
