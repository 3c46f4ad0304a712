"""From Process.start to the first statement of the child: start method, repetitions."""

import multiprocessing
import time

from report import arguments, median, metric


def began(value):
    value.value = time.monotonic_ns()


def main():
    method, repetitions = arguments(str, int)
    context = multiprocessing.get_context(method)
    value = context.Value("q", 0, lock=False)
    taken = []
    for _ in range(repetitions):
        process = context.Process(target=began, args=(value,))
        start = time.monotonic_ns()
        process.start()
        process.join()
        taken.append(value.value - start)
    metric("first_ns", taken[0])
    metric("later_ns", median(taken[1:]))


if __name__ == "__main__":
    main()
