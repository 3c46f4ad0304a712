"""What every script here shares: how a figure is handed to the harness, and how it is condensed."""

import sys


def metric(name, value):
    """Hands one figure to the harness; the end of the name says the unit."""
    print(f"@{name} {value}", flush=True)


def percentile(values, share):
    """The nearest-rank percentile, as the Java side computes it."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def arguments(*types):
    """The command line's arguments, each converted by its type."""
    given = sys.argv[1:]
    if len(given) != len(types):
        sys.exit(f"{sys.argv[0]}: {len(types)} arguments expected, but were {given}")
    return [convert(text) for convert, text in zip(types, given)]
