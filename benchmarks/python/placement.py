"""On which cores a parent and its worker run: free, together (one core) or apart (one each)."""

import os


def bind(placement, child):
    """Binds all threads that this process and the child have now; later ones inherit it."""
    if placement == "free":
        return
    cores = sorted(os.sched_getaffinity(0))
    _bind(os.getpid(), cores[0])
    _bind(child, cores[1] if placement == "apart" else cores[0])


def _bind(pid, core):
    for thread in os.listdir(f"/proc/{pid}/task"):
        os.sched_setaffinity(int(thread), {core})
