"""A manager's dict: get|clients|merge|memory|start-METHOD, placement (for get), times."""

import multiprocessing
import os
import time

from placement import bind
from report import arguments, median, metric, percentile

CLIENTS = 8


def call(shared, own, begin, times, took):
    begin.wait()
    start = time.perf_counter_ns()
    for i in range(times):
        if i % 2 == 0:
            shared[own] = i
        elif shared[own] != i - 1:
            raise AssertionError(own)
    took.put(time.perf_counter_ns() - start)


def count(shared, lock, begin, times, took):
    begin.wait()
    start = time.perf_counter_ns()
    for _ in range(times):
        with lock:
            shared["n"] = shared.get("n", 0) + 1
    took.put(time.perf_counter_ns() - start)


def rate(context, processes, target, times):
    """Calls a second of processes that begin together; each is called with what the target adds."""
    begin, took = context.Barrier(processes), context.Queue()
    running = [
        context.Process(target=target[0], args=(*target[1](i), begin, times, took))
        for i in range(processes)
    ]
    for process in running:
        process.start()
    longest = max(took.get() for _ in running)
    for process in running:
        process.join()
    return processes * times * 1e9 / longest


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    raise AssertionError(pid)


def start(method, times):
    taken = []
    for _ in range(times):
        begin = time.perf_counter_ns()
        with multiprocessing.get_context(method).Manager() as manager:
            manager.dict()["a"] = 1
            taken.append(time.perf_counter_ns() - begin)
    metric("start_ns", median(taken))


def main():
    what, placement, times = arguments(str, str, int)
    if what.startswith("start-"):
        start(what[len("start-") :], times)
        return
    context = multiprocessing.get_context("fork")
    with context.Manager() as manager:
        shared, lock = manager.dict(), manager.Lock()
        server = multiprocessing.active_children()[0].pid
        if what == "get":
            bind(placement, server)
            shared["a"] = 1
            taken = []
            for _ in range(times):
                begin = time.perf_counter_ns()
                shared["a"]
                taken.append(time.perf_counter_ns() - begin)
            for percent in (10, 50, 90, 99):
                metric(f"p{percent}_ns", percentile(taken, percent / 100))
        elif what == "clients":
            metric("call_per_s", rate(context, CLIENTS, (call, lambda i: (shared, f"k{i}")), times))
        elif what == "merge":
            metric("merge_per_s", rate(context, 2, (count, lambda i: (shared, lock)), times))
            if shared["n"] != 2 * times:
                raise AssertionError(shared["n"])
        elif what == "memory":
            before = resident(server)
            for i in range(0, times, 10_000):
                shared.update({f"key-{k}": k for k in range(i, min(times, i + 10_000))})
            metric("entries_bytes", resident(server) - before)


if __name__ == "__main__":
    main()
