"""Bytes there and back through one worker: placement, bytes, round trips."""

import multiprocessing
import os
import time

from placement import bind
from report import arguments, metric


def echo(payload):
    return payload


def own_pid(_):
    return os.getpid()


def main():
    placement, size, trips = arguments(str, int, int)
    payload = bytes(i * 31 & 0xFF for i in range(min(size, 1 << 16))) * max(1, size >> 16)
    assert len(payload) == size
    with multiprocessing.get_context("fork").Pool(1) as pool:
        bind(placement, pool.apply(own_pid, (0,)))
        for _ in range(max(1, trips // 2)):
            assert len(pool.apply(echo, (payload,))) == size
        start = time.perf_counter_ns()
        for _ in range(trips):
            pool.apply(echo, (payload,))
        taken = time.perf_counter_ns() - start
    metric("echo_bytes_per_s", size * trips * 1e9 / taken)


if __name__ == "__main__":
    main()
