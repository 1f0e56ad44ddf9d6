"""Who kept buying, from the orders themselves: cohorts are of months in the shops of the tests."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Values, oracle, part

Month = tuple[int, int]
SHOWN = 13


@dataclass(frozen=True)
class Cohort:
    """Who first bought in a month, and how many of them bought so many months later."""

    customers: int
    active: dict[int, int]


def _month(day: date) -> Month:
    return day.year, day.month


def _age(month: Month, day: date) -> int:
    return (day.year - month[0]) * 12 + day.month - month[1]


def _cohorts(facts: Facts) -> dict[Month, Cohort]:
    """The last thirteen, at all ages whose month is over."""
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    for row in facts.table("accepted_orders"):
        if row["is_purchase"] and row["order_date"] <= facts.as_of:
            days[row["store_id"], row["customer_id"]].add(row["order_date"])
    members: dict[Month, list[set[date]]] = defaultdict(list)
    for of_one in days.values():
        members[_month(min(of_one))].append(of_one)
    over = _age((1, 1), facts.as_of + timedelta(days=1)) - 1
    cohorts = {}
    for month, all_days in members.items():
        last = over - _age((1, 1), date(*month, 1))
        ages = range(min(last, 12) + 1)
        cohorts[month] = Cohort(
            len(all_days),
            {
                age: sum(age in {_age(month, day) for day in own} for own in all_days)
                for age in ages
            },
        )
    known = {month: cohort for month, cohort in cohorts.items() if cohort.active}
    return {month: known[month] for month in sorted(known)[-SHOWN:]}


def _old(facts: Facts) -> dict[Month, Cohort]:
    """Those that are a whole month old."""
    return {month: each for month, each in _cohorts(facts).items() if len(each.active) > 1}


def _name(month: Month) -> str:
    return f"{month[0]}-{month[1]:02}"


def _months(facts: Facts, age: int) -> str:
    if facts.language == "zh":
        return f"{age} 个月"
    return f"{age} month" if age == 1 else f"{age} months"


@oracle("cohorts.sentence", "cohorts.sentence_one", "cohorts.sentence_none")
def cohorts(facts: Facts, said: Said) -> Values | None:
    """The newest beside the oldest, at the same age of at most three months."""
    old = _old(facts)
    if said.name.endswith("_none") or not old:
        return {} if said.name.endswith("_none") and not old and _cohorts(facts) else None
    first = min(old)
    ages = [age for age in (3, 2, 1) if age in old[first].active]
    pairs = [(age, max(month for month, each in old.items() if age in each.active)) for age in ages]
    found = [(age, newest) for age, newest in pairs if newest != first]
    if said.name.endswith("_one"):
        age, cohort = ages[0], old[first]
        told = {
            "age": _months(facts, age),
            "active": cohort.active[age],
            "customers": cohort.customers,
            "cohort": _name(first),
            "share": part(cohort.active[age], cohort.customers),
        }
        return None if found else told
    if not found:
        return None
    age, newest = found[0]
    return {
        "age": _months(facts, age),
        "new": _name(newest),
        "new_customers": old[newest].customers,
        "new_share": part(old[newest].active[age], old[newest].customers),
        "old": _name(first),
        "old_customers": old[first].customers,
        "old_share": part(old[first].active[age], old[first].customers),
    }


@oracle("cohorts.lead")
def lead(facts: Facts, _: Said) -> Values | None:
    """All that are shown, one month later."""
    old = _old(facts)
    if not old:
        return None
    active = sum(each.active[1] for each in old.values())
    customers = sum(each.customers for each in old.values())
    if customers < 10:
        return None
    return {
        "age": _months(facts, 1),
        "share": part(active, customers),
        "active": active,
        "customers": customers,
        "first": _name(min(old)),
    }


@oracle(
    *("cohorts.note", "cohorts.note_newest"),
    *("cohorts.missing", "cohorts.missing_none"),
)
def about(facts: Facts, said: Said) -> Values | None:
    """How to read it, and what is missing."""
    if facts.lacks("cohort_retention"):
        return {"tables": "cohort_retention"} if said.name == "cohorts.missing" else None
    if not _cohorts(facts):
        return {"as_of": facts.as_of} if said.name == "cohorts.missing_none" else None
    newest = max(row["as_of_date"] for row in facts.table("cohort_retention"))
    match said.name.partition(".")[2]:
        case "note":
            return {}
        case "note_newest" if newest > facts.as_of:
            return {"newest": str(newest), "as_of": facts.as_of}
        case _:
            return None
