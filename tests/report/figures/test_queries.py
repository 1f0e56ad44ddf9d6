"""The conditions in queries: each is one that there is, and ends; lines count where it holds."""

from pathlib import Path

import pytest

from runner.report.source import CONDITION, END_OF_CONDITION
from runner.report.words import FIGURES
from runner.serve.privacy import Privacy
from tests.conftest import PROJECT
from tests.report.figures.tiny import Asked, Tables, shop, source_of

QUERIES = sorted(FIGURES.glob("*.sql"))
MODELS = {file.stem for file in (PROJECT / "models").rglob("*.sql")}
TWO_STORES: Tables = {
    "customer_tiers": [{"store_id": "a"}, {"store_id": "b"}],
    "customer_contacts": [],
}


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_each_condition_is_one_that_there_is_and_ends(file: Path) -> None:
    """A name that is misspelled would never hold, and nobody would see it."""
    is_open = False
    for line in file.read_text(encoding="utf-8").splitlines():
        if found := CONDITION.fullmatch(line):
            assert not is_open, line
            assert found["condition"] in {"before", "stores", "personal", "contacts", *MODELS}
            is_open = True
        elif line.strip() == END_OF_CONDITION:
            assert is_open, line
            is_open = False
        else:
            assert not line.strip().startswith("-- if"), line
    assert not is_open


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        (Asked(), {"before", "stores", "customer_tiers"}),
        (Asked(before=None), {"stores", "customer_tiers"}),
        (Asked(store="a"), {"before", "customer_tiers"}),
        (
            Asked(privacy=Privacy(include_personal=True)),
            {"before", "stores", "personal", "contacts", "customer_tiers"},
        ),
    ],
)
def test_what_holds(asked: Asked, held: set[str]) -> None:
    names = {"before", "stores", "personal", "contacts", "customer_tiers", "key_accounts"}
    with shop(TWO_STORES) as connection:
        source = source_of(connection, asked)
        assert {name for name in names if source.holds(name)} == held


def test_no_contacts_are_there_without_their_table() -> None:
    tables: Tables = {"customer_tiers": [{}]}
    with shop(tables) as connection:
        source = source_of(connection, Asked(privacy=Privacy(include_personal=True)))
        assert source.holds("personal")
        assert not source.holds("contacts")
