"""Memory of a worker that ran one task and then had none: start method, idle milliseconds."""

import multiprocessing
import os
import time

from report import arguments, metric


def own_pid(_):
    return os.getpid()


def kilobytes(path, key):
    with open(path, encoding="ascii") as lines:
        for line in lines:
            if line.startswith(key):
                return int(line.split()[1])
    raise ValueError(f"{path} has no line {key}")


def main():
    method, idle = arguments(str, int)
    with multiprocessing.get_context(method).Pool(1) as pool:
        pid = pool.apply(own_pid, (0,))
        time.sleep(idle / 1000)
        metric("private_dirty_bytes", 1024 * kilobytes(f"/proc/{pid}/smaps_rollup", "Private_Dirty:"))
        metric("resident_bytes", 1024 * kilobytes(f"/proc/{pid}/status", "VmRSS:"))


if __name__ == "__main__":
    main()
