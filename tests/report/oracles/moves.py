"""Who moved and why, customer by customer: two days side by side."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from runner.report.shapes import Said
from tests.report.oracles.facts import Facts, Row, Values, oracle

SCHEMES = ("abc", "key_account", "lifecycle", "rfm")
Who = tuple[str, str]


def _customers(facts: Facts, *, is_before: bool = False) -> dict[Who, Row]:
    day = facts.before if is_before else facts.as_of
    return {(row["store_id"], row["customer_id"]): row for row in facts.at("customer_tiers", day)}


def _ranks(facts: Facts, scheme: str) -> Mapping[str, int]:
    found = facts.connection.execute(
        "select label, label_rank from rules.tier_labels where scheme = ?", [scheme]
    ).fetchall()
    return dict(found)


def _is_pair(facts: Facts) -> bool:
    """Whether causes are known: the two days are neighbors in the tables of movement."""
    if facts.lacks("tier_migrations"):
        return False
    rows = facts.at("tier_migrations")
    return any(row["previous_as_of_date"] == facts.before for row in rows)


def _steps(facts: Facts) -> Counter[str]:
    """How many customers went up or down in the lifecycle, came, or stayed."""
    ranks = _ranks(facts, "lifecycle")
    then = _customers(facts, is_before=True)
    steps: Counter[str] = Counter()
    for who, row in _customers(facts).items():
        if who not in then:
            steps["entered"] += 1
            continue
        change = ranks[row["lifecycle_stage"]] - ranks[then[who]["lifecycle_stage"]]
        steps["up" if change > 0 else "down" if change else "stayed"] += 1
    return steps


@oracle("flow.sentence", "flow.sentence_still", "flow.sentence_new")
def flow(facts: Facts, said: Said) -> Values | None:
    """Of those known on both days."""
    if facts.before is None:
        return None
    steps = _steps(facts)
    known = len(_customers(facts, is_before=True))
    if said.name.endswith("_new"):
        return None if known else {"before": facts.before, "entered": steps["entered"]}
    if not known:
        return None
    moved = steps["up"] + steps["down"]
    if not moved or said.name.endswith("_still"):
        still = {"before": facts.before, "known": known, "entered": steps["entered"]}
        return still if not moved and said.name.endswith("_still") else None
    return {
        "before": facts.before,
        "as_of": facts.as_of,
        "moved": moved,
        "known": known,
        "up": steps["up"],
        "down": steps["down"],
        "entered": steps["entered"],
    }


@oracle("flow.lead", "flow.lead_revenue")
def flow_lead(facts: Facts, said: Said) -> Values | None:
    """With what those bring who moved down."""
    if facts.before is None:
        return None
    ranks, then = _ranks(facts, "lifecycle"), _customers(facts, is_before=True)
    steps = _steps(facts)
    moved = steps["up"] + steps["down"]
    revenue = sum(
        (
            row["net_revenue"]
            for who, row in _customers(facts).items()
            if who in then and ranks[row["lifecycle_stage"]] < ranks[then[who]["lifecycle_stage"]]
        ),
        Decimal(0),
    )
    if not moved:
        return None
    told = {"before": facts.before, "moved": moved, "up": steps["up"], "down": steps["down"]}
    if revenue <= 0:
        return told if said.name == "flow.lead" else None
    if said.name == "flow.lead":
        return None
    return {**told, "revenue": revenue}


@oracle("flow.note_rank", "flow.note_causes", "flow.note_cuts")
def flow_notes(facts: Facts, said: Said) -> Values | None:
    """How to read it, and what cutoffs alone did."""
    template = said.name.partition(".")[2]
    if facts.before is None:
        return None
    if template == "note_rank":
        return {}
    if template == "note_causes":
        return None if _is_pair(facts) else {}
    causes: Counter[str] = Counter()
    for row in facts.at("tier_migrations"):
        if row["scheme"] == "rfm":
            causes[row["cause"]] += row["customer_count"]
    if not causes["cuts"]:
        return None
    then = _customers(facts, is_before=True)
    moved = sum(
        who in then and row["rfm_segment"] != then[who]["rfm_segment"]
        for who, row in _customers(facts).items()
    )
    behaviour = moved - causes["cuts"]
    return {"behaviour": behaviour, "cuts": causes["cuts"], "before": facts.before}


@oracle("flow.missing", "flow.missing_before", "movers.missing_before")
def missing(facts: Facts, said: Said) -> Values | None:
    """Nothing to compare with."""
    if said.name == "flow.missing":
        return None
    return None if facts.before else {"as_of": facts.as_of}


def _changes(facts: Facts) -> list[Row]:
    rows = facts.at("customer_migrations") if not facts.lacks("customer_migrations") else []
    return [
        row
        for row in rows
        if row["previous_as_of_date"] == facts.before and row["scheme"] in SCHEMES
    ]


def _reasons(facts: Facts) -> Counter[str]:
    """Why labels changed, by the orders themselves."""
    bought = {
        (row["store_id"], row["customer_id"])
        for row in facts.table("accepted_orders")
        if row["is_purchase"] and facts.before and facts.before < row["order_date"] <= facts.as_of
    }
    reasons: Counter[str] = Counter()
    for row in _changes(facts):
        has_bought = (row["store_id"], row["customer_id"]) in bought
        cause = "cuts" if row["cause"] == "cuts" else "orders" if has_bought else "time"
        reasons[cause] += 1
    return reasons


@oracle("movers.sentence", "movers.sentence_none")
def movers(facts: Facts, said: Said) -> Values | None:
    """All changes by reason."""
    reasons = _reasons(facts)
    if said.name.endswith("_none"):
        is_still = not reasons if _is_pair(facts) else not _moved(facts)
        return {"before": facts.before, "as_of": facts.as_of} if facts.before and is_still else None
    if not reasons:
        return None
    told = {reason: reasons[reason] for reason in ("orders", "time", "cuts")}
    return {"moves": reasons.total(), "before": facts.before, **told}


def _moved(facts: Facts) -> list[int]:
    """The change of rank of each customer's first label that is another; those who bring most."""
    columns = {"abc": "abc_class", "lifecycle": "lifecycle_stage", "rfm": "rfm_segment"}
    ranks = {scheme: _ranks(facts, scheme) for scheme in columns}
    then = _customers(facts, is_before=True)
    moved = []
    for who, row in _customers(facts).items():
        changes = [
            ranks[scheme][row[column]] - ranks[scheme][then[who][column]]
            for scheme, column in columns.items()
            if who in then and row[column] != then[who][column]
        ]
        if changes:
            moved.append((-row["net_revenue"], who, changes[0]))
    return [change for _, _, change in sorted(moved)[:100]]


@oracle("movers.sentence_since", "movers.sentence_since_one")
def movers_since(facts: Facts, said: Said) -> Values | None:
    """Up or down, of any two days."""
    moved = _moved(facts)
    if facts.before is None or not moved:
        return None
    days = {"before": facts.before, "as_of": facts.as_of}
    if said.name.endswith("_one"):
        return days if len(moved) == 1 else None
    up = sum(change > 0 for change in moved)
    counts = {"shown": len(moved), "up": up, "down": len(moved) - up}
    return {**days, **counts} if len(moved) > 1 else None


@oracle(
    *("movers.note_shown", "movers.note_cuts"),
    *("movers.note_shown_since", "movers.note_causes"),
)
def movers_notes(facts: Facts, said: Said) -> Values | None:
    """How to read it."""
    template, changes = said.name.partition(".")[2], _changes(facts)
    match template:
        case "note_shown":
            return {} if changes else None
        case "note_cuts":
            return {"before": facts.before} if _reasons(facts)["cuts"] else None
        case _:
            return {} if facts.before and not changes else None
