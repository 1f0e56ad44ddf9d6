"""Any of the inputs beside the orders can be left out; what needs it is null."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.results.inputs import OPTIONAL, Project, by_customer, subsets
from tests.results.shop import Shop

pytestmark = pytest.mark.builds

# By input, the columns of customer_facts and of the tables of schemes that are null without it.
NEEDS = {
    "feedback": (*("feedback_count", "complaint_count", "peak_rating", "last_rating", "last_nps"),),
    "referrals": ("referral_count",),
}
# By input, the columns of customer_facts that tell something else without it. Customers known only
# by a registration, or through another's account, are absent.
CHANGES = {
    "feedback": {*NEEDS["feedback"], "satisfied_order_count", "engagement_count"},
    "referrals": {*NEEDS["referrals"], "engagement_count"},
    "order_lines": set[str](),
    # The orders of the sample tell of their refunds themselves.
    "refunds": set[str](),
    # A customer known only by a registration can't have been referred without it.
    "customers": {*NEEDS["referrals"], "engagement_count"},
}
# These make other customers of the same orders, or other orders accepted.
ARE_BASIC = {"customer_aliases", "exchange_rates"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project on files of the sample shop."""
    return Project(tmp_path_factory.mktemp("inputs"), {})


@pytest.fixture(scope="module")
def wholes() -> dict[frozenset[str], Mapping[Any, Mapping[str, Any]]]:
    """The facts with all other inputs, by those of the basic ones that are given."""
    return {}


@pytest.mark.parametrize("given", list(subsets()), ids=lambda given: "+".join(given) or "none")
def test_what_needs_an_input_that_is_left_out_is_null_and_nothing_else_changes(
    given: tuple[str, ...],
    project: Project,
    wholes: dict[frozenset[str], Mapping[Any, Mapping[str, Any]]],
) -> None:
    shop = project.build(given)
    facts = by_customer(shop.table("customer_facts"))
    missing = set(OPTIONAL) - set(given)
    for name in missing & NEEDS.keys():
        for column in NEEDS[name]:
            assert {row[column] for row in facts.values()} == {None}, column
    # Where it is given it says something, or the test would prove nothing.
    for name in set(given) & NEEDS.keys():
        for column in NEEDS[name]:
            assert {row[column] for row in facts.values()} != {None}, column
    if missing >= NEEDS.keys():
        assert {row["engagement_count"] for row in facts.values()} == {None}
    if "customers" in missing:
        assert {row["is_strategic"] for row in shop.table("key_accounts")} == {None}
    assert {row["difference"] for row in shop.table("reconciliation")} == {0}

    basic = frozenset(given) & ARE_BASIC
    if basic not in wholes:
        others = [name for name in OPTIONAL if name in basic or name not in ARE_BASIC]
        full = shop if set(others) == set(given) else project.build(others)
        wholes[basic] = by_customer(full.table("customer_facts"))
    changed = set().union(*(CHANGES[name] for name in missing - ARE_BASIC))
    assert facts.keys() <= wholes[basic].keys()
    for key, row in wholes[basic].items():
        if key not in facts:
            # Known only by a registration.
            assert "customers" in missing
            assert row["purchase_day_count"] == 0
            continue
        kept = {name: value for name, value in row.items() if name not in changed}
        assert {name: facts[key][name] for name in kept} == kept, key
    assert_reports(shop)


def assert_reports(shop: Shop) -> None:
    """Everybody has a label in each scheme, whatever is known."""
    tiers = shop.table("customer_tiers")
    assert len(tiers) == len(shop.table("customer_facts"))
    for column in ("loyalty_level", "value_type", "man_profile", "customer_grade"):
        assert None not in {row[column] for row in tiers}, column
