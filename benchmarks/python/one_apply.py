"""The smallest program with a pool, timed from outside: start method, workers."""

import multiprocessing

from report import arguments


def increment(x):
    return x + 1


def main():
    method, workers = arguments(str, int)
    pool = multiprocessing.get_context(method).Pool(workers)
    assert pool.apply(increment, (1,)) == 2
    pool.close()
    pool.join()


if __name__ == "__main__":
    main()
