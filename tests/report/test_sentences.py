"""Every sentence of the report is true and well put, whatever the shop: a second opinion says so.

Each template has an oracle in tests/report/oracles, which works out every value from the rows of
the marts and says whether the sentence may be said at all. The random shops are of 24 stores, each
of a few customers with all that can go wrong; each store is a report of its own.
"""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from runner.choices import Language
from tests.report.said import oracles_by_name, template, what_is_wrong
from tests.report.shops import Question, ReportShop, opened
from tests.results.variants import project_of, raw_shop

# Months are missing between the first two, and the last one is not over.
DAYS = (date(2023, 6, 30), date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 10))
MANY = 8
FEW = 6  # stores of each random shop, each a report of its own
_shops: dict[str, ReportShop] = {}


def shop_of(name: str, factory: pytest.TempPathFactory) -> ReportShop:
    """A project under the variables of that name, compiled once."""
    if name not in _shops:
        _shops[name] = ReportShop(project_of(name, factory))
    return _shops[name]


def questions(days: list[date], stores: list[str], seed: int) -> Iterator[Question]:
    """The newest day of all stores, and days, comparisons and stores at random."""
    yield Question()
    rng = random.Random(seed)  # noqa: S311 (no secret)
    for store in rng.sample(stores, FEW):
        as_of = rng.choice(days)
        earlier = [day for day in days if day < as_of]
        since = rng.choice(earlier) if earlier and rng.random() < 0.5 else None
        yield Question(as_of, since, store)


@pytest.mark.builds
@pytest.mark.parametrize(
    ("name", "seed"),
    [
        ("defaults", 0),
        *(
            pytest.param(name, seed, marks=pytest.mark.thorough)
            for name in ("quantile", "fixed", "window")
            for seed in (1, 2)
        ),
        *(pytest.param("defaults", seed, marks=pytest.mark.slow) for seed in range(3, 3 + MANY)),
    ],
)
def test_each_sentence_of_a_random_shop_is_true(
    name: str, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    raw = raw_shop(name, seed)
    shop = shop_of(name, tmp_path_factory)
    database = shop.run(raw.orders, raw.more, rates=raw.rates, days=DAYS)
    wrong = [
        f"{question}: {flaw}"
        for question in questions(database.days(), database.stores(), seed)
        for flaw in what_is_wrong(database, question)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.builds
@pytest.mark.parametrize(
    ("day", "since", "store"),
    [
        (0, None, None),
        pytest.param(0, None, "south", marks=pytest.mark.thorough),
        pytest.param(4, 9, None, marks=pytest.mark.thorough),
        pytest.param(-1, None, None, marks=pytest.mark.thorough),
    ],
)
def test_each_sentence_of_the_sample_is_true(
    day: int, since: int | None, store: str | None, sample_database: Path
) -> None:
    with opened(sample_database) as database:
        days = database.days()
        question = Question(days[day], days[since] if since else None, store)
        wrong = what_is_wrong(database, question)
    assert not wrong, "\n".join(wrong)


def test_each_oracle_is_of_a_sentence_that_there_is() -> None:
    for name in oracles_by_name():
        assert template(name, Language.EN)
