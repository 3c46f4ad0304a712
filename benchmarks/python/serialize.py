"""The values of Payloads.java to bytes and back by pickle: milliseconds for each value."""

import array
import dataclasses
import datetime
import decimal
import enum
import pickle
import random
import time
import uuid

from report import arguments, median, metric

BATCHES = 9


class State(enum.Enum):
    OPEN = 0
    PAID = 1
    SENT = 2


@dataclasses.dataclass(frozen=True)
class Point:
    x: int
    y: int
    label: str


class Account:
    def __init__(self):
        self.number = 4_711_000_815
        self.owner = "Ada Lovelace"
        self.city = "London"
        self.age = 36
        self.balance = 1234.5
        self.limit = 500.0
        self.active = True
        self.branch = 12
        self.ratings = [5, 4, 5]
        self.notes = {"since": "1843"}


class Customer:
    def __init__(self, name):
        self.name = name
        self.orders = []


class Order:
    def __init__(self, id, customer, total, day, state):
        self.id = id
        self.customer = customer
        self.total = total
        self.day = day
        self.state = state


def orders():
    made = []
    for i in range(20):
        customer = Customer(f"customer {i}")
        for j in range(10):
            order = Order(
                uuid.UUID(int=(i << 64) + j),
                customer,
                decimal.Decimal(100 * i + j).scaleb(-2),
                datetime.date(2024, 1 + i % 12, 1 + j),
                list(State)[(i + j) % 3],
            )
            customer.orders.append(order)
            made.append(order)
    return made


def payloads():
    generator = random.Random(1)
    return {
        "integer": 123_456,
        "text": "a text of 26 characters :-)",
        "long_text": "Zürich, 北京 and a line of plain text; " * 2_700,
        "bytes": generator.randbytes(1 << 20),
        "ints": array.array("i", (generator.randint(-(1 << 31), (1 << 31) - 1) for _ in range(100_000))),
        "integer_list": list(range(1_000)),
        "map": {f"key {i}": i / 7 for i in range(1_000)},
        "bean": Account(),
        "records": [Point(i, -i, f"point {i % 100}") for i in range(1_000)],
        "orders": orders(),
    }


def there_and_back(value):
    return pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def main():
    (milliseconds,) = arguments(int)
    budget = milliseconds * 1_000_000
    for name, value in payloads().items():
        metric(f"{name}_bytes", len(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)))
        assert type(there_and_back(value)) is type(value)
        start = time.perf_counter_ns()
        trips = 0
        while time.perf_counter_ns() - start < budget:
            there_and_back(value)
            trips += 1
        trips = max(1, trips // BATCHES)
        taken = []
        for _ in range(BATCHES):
            start = time.perf_counter_ns()
            for _ in range(trips):
                there_and_back(value)
            taken.append((time.perf_counter_ns() - start) / trips)
        metric(f"{name}_ns", median(taken))


if __name__ == "__main__":
    main()
