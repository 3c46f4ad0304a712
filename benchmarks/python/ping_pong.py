"""One byte there and back through multiprocessing.Pipe: placement, round trips."""

import multiprocessing
import time

from placement import bind
from report import arguments, metric, percentile


def answer(there):
    try:
        while True:
            there.send_bytes(there.recv_bytes())
    except EOFError:
        pass


def main():
    placement, trips = arguments(str, int)
    clock = time.perf_counter_ns
    context = multiprocessing.get_context("spawn")  # fork would keep the other end open there
    here, there = context.Pipe()
    child = context.Process(target=answer, args=(there,))
    child.start()
    there.close()
    message = b"x"
    here.send_bytes(message)
    here.recv_bytes()
    bind(placement, child.pid)
    taken = []
    for _ in range(2):
        taken.clear()
        for _ in range(trips):
            start = clock()
            here.send_bytes(message)
            here.recv_bytes()
            taken.append(clock() - start)
    here.close()
    child.join()
    for percent in (10, 50, 90, 99):
        metric(f"p{percent}_ns", percentile(taken, percent / 100))


if __name__ == "__main__":
    main()
