"""The questions that every consumer is asked, and the right answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.semantic.expected import Customer, Number, Question, expected

# Of these there is more than a row per store: they know no labels.
OF_PERIODS = ("active_customers", "retention_rate")
MIDSUMMER = date(2025, 6, 30)


@dataclass(frozen=True)
class Asked:
    """A question to a consumer.

    Attributes:
        metric: its name.
        by: the column by which it is grouped; empty for one number.
        store: only of this store.
        day: only of this as-of date; none: the newest, unless it is grouped by date.
    """

    metric: str
    by: str = ""
    store: str | None = None
    day: date | None = None


def questions(metric: str) -> Iterator[Asked]:
    """Those about the newest date."""
    yield Asked(metric)
    yield Asked(metric, by="store_id")
    yield Asked(metric, store="north")
    if metric not in OF_PERIODS:
        yield Asked(metric, by="abc_class")
        yield Asked(metric, by="abc_class", store="south")


def dated_questions(metric: str) -> Iterator[Asked]:
    """Those about dates, for who has all of them."""
    yield Asked(metric, by="as_of_date")
    yield Asked(metric, by="as_of_date", store="south")
    yield Asked(metric, day=MIDSUMMER)
    yield Asked(metric, by="store_id", day=MIDSUMMER)


def right_answers(customers: Sequence[Customer], asked: Asked) -> Mapping[object, Number]:
    """The values by what they are grouped by; of one number, by the empty text."""
    newest = max(customer.day for customer in customers)
    at_date = [customer for customer in customers if customer.day == (asked.day or newest)]
    if not asked.by:
        groups: Mapping[object, Question] = {"": Question(asked.store, asked.day)}
    elif asked.by == "store_id":
        stores = {customer.store for customer in at_date}
        groups = {store: Question(store, asked.day) for store in stores}
    elif asked.by == "abc_class":
        letters = {customer.abc_class for customer in at_date}
        groups = {letter: Question(asked.store, asked.day, letter) for letter in letters}
    else:
        days = sorted({customer.day for customer in customers})
        # The first date has no period before it that was built.
        days = days[1:] if asked.metric in OF_PERIODS else days
        groups = {day: Question(asked.store, day) for day in days}
    return {key: expected(customers, asked.metric, group) for key, group in groups.items()}


def wrong(
    customers: Sequence[Customer],
    given: Mapping[Asked, Mapping[object, float | None]],
) -> list[str]:
    """What a consumer says otherwise, with the right value; a ratio may lose the last digits."""
    found = []
    for asked, answer in given.items():
        right = right_answers(customers, asked)
        for key in {*answer, *right}:
            is_there = key in answer and key in right
            if not is_there or not _is_same(answer[key], right[key]):
                values = answer.get(key, "nothing"), right.get(key, "nothing")
                found.append(f"{asked} {key}: {values[0]}, and not {values[1]}")
    assert given
    return found


def _is_same(given: float | None, right: Number) -> bool:
    if given is None or right is None:
        return given is None and right is None
    return abs(float(given) - float(right)) <= 1e-9 * max(1, abs(float(right)))
