"""What nobody contends for: a lock taken and given back, a shared integer counted up: times."""

import multiprocessing
import time

from report import arguments, median, metric


def main():
    (times,) = arguments(int)
    clock = time.perf_counter_ns
    lock = multiprocessing.Lock()
    value = multiprocessing.Value("i", 0)
    locked, counted = [], []
    for _ in range(5):
        start = clock()
        for _ in range(times):
            lock.acquire()
            lock.release()
        locked.append((clock() - start) / times)
        start = clock()
        for _ in range(times):
            with value.get_lock():
                value.value += 1
        counted.append((clock() - start) / times)
    assert value.value == 5 * times
    metric("lock_ns", median(locked))
    metric("increment_ns", median(counted))
    metric("locked_increment_ns", median(counted))


if __name__ == "__main__":
    main()
