"""What is learned of a store, and what is said where nothing can be."""

import dataclasses
import random
import sys
from pathlib import Path

import pytest

from runner.choices import Language
from runner.errors import UserError
from runner.export.shapes import Silent
from runner.models.learn import check_is_installed, learn
from runner.models.shapes import ClusterRequest, Learned, StoreFacts
from runner.words import Words
from tests.models.shops import (
    Values,
    blurred_groups,
    boxes_met,
    customers_of,
    rand_index,
    store,
    three_groups,
    without_groups,
)


def test_without_scikit_learn_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(UserError, match=r"pip install 'customer-tiers\[models\]'"):
        check_is_installed()


def learned(facts: StoreFacts, *, seed: int = 1, boxes: int = 4) -> Learned:
    request = ClusterRequest(Path("x.duckdb"), Path("out"), seed=seed, boxes=boxes)
    return learn(facts, request, Silent())


def labels_of(found: Learned, facts: StoreFacts) -> list[int]:
    assert found.told
    return [boxes_met(found.told.boxes, each)[0].cluster for each in customers_of(facts)]


def test_three_groups_are_found_named_and_told_by_three_boxes() -> None:
    facts = three_groups()
    found = learned(facts)
    assert found.told
    assert labels_of(found, facts) == [3] * 60 + [1] * 60 + [2] * 60
    # As much as the segments of the store say, of which there are three too.
    assert found.told.agreement == 1
    assert any("add nothing to the RFM segments" in each for each in found.findings)
    assert (found.told.fidelity, len(found.told.boxes)) == (1, 3)
    assert found.told.clusters[0].name == ("Recent, frequent buyers", "近期活跃、下单频繁")
    assert len({cluster.name for cluster in found.told.clusters}) == 3
    assert found.left_out == {
        "discount_share": "unknown",
        "average_order_value": "unknown",
        "tenure_days": "unknown",
    }


@pytest.mark.slow
def test_shuffled_rows_and_another_seed_give_the_same_clusters() -> None:
    facts = blurred_groups()
    order = random.Random(2).sample(range(180), 180)  # noqa: S311
    shuffled = dataclasses.replace(
        facts,
        metrics={name: values[order] for name, values in facts.metrics.items()},
        segments=tuple(facts.segments[row] for row in order),
    )
    first = labels_of(learned(facts), facts)
    again = labels_of(learned(shuffled, seed=77), shuffled)
    assert rand_index([first[row] for row in order], again) >= 0.95


@pytest.fixture(scope="module")
def of_a_crowd() -> Learned:
    pytest.importorskip("sklearn", reason="needs the extra `models`")
    return learned(without_groups())


def test_customers_without_groups_have_no_stable_clusters(of_a_crowd: Learned) -> None:
    assert of_a_crowd.told is None
    assert "no stable clusters" in of_a_crowd.findings[0]


EDGES: dict[str, tuple[Values, str]] = {
    "one customer": ({"order_count": [1], "net_revenue": [5]}, "Fewer than 100 buyers"),
    "two customers": ({"order_count": [1, 2], "net_revenue": [5, 9]}, "Fewer than 100 buyers"),
    "fifty buyers": (
        {"order_count": range(50), "net_revenue": range(50)},
        "Fewer than 100 buyers",
    ),
    "all equal": ({"order_count": [3] * 120, "net_revenue": [10] * 120}, "fewer than 2 facts"),
    "one fact": ({"order_count": range(120), "net_revenue": [10] * 120}, "fewer than 2 facts"),
}


@pytest.mark.parametrize("edge", EDGES)
def test_where_nothing_can_be_learned_there_is_a_sentence(edge: str) -> None:
    values, sentence = EDGES[edge]
    found = learned(store(values))
    assert (found.told, found.factors) == (None, ())
    assert sentence in found.findings[0]


def test_two_kinds_of_customers_alone_are_two_clusters() -> None:
    """There are no more groups than different customers, whatever number is tried."""
    facts = store(
        {
            "order_count": [1, 9] * 60,
            "net_revenue": [10.0, 90] * 60,
            "days_since_last_order": [30, 3] * 60,
        }
    )
    found = learned(facts)
    assert [trial.count for trial in found.trials] == [2]
    assert labels_of(found, facts) == [2, 1] * 60
    assert any("one fact follows" in each for each in found.findings)


def test_every_finding_is_said_in_chinese(of_a_crowd: Learned) -> None:
    stores = [three_groups(), *(store(values) for values, _ in EDGES.values())]
    said = {each for facts in stores for each in learned(facts).findings} | {*of_a_crowd.findings}
    assert len(said) >= 5
    assert [each for each in said if Words(Language.ZH).say(each) == each] == []
