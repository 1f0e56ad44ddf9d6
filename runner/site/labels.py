"""The labels with what the playbook suggests, and where their levels begin."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runner.ask.amounts import Amounts, read_amounts
from runner.choices import Language
from runner.site.shapes import Action, Cuts, Label, Scheme, Texts
from runner.warehouse import Warehouse
from runner.words import Words

LANGUAGES = tuple(map(str, Language))
# With more stores than fit beside each other, no bounds are shown.
MOST_STORES = 4
# A value on a bound belongs to the better level.
BETWEEN = {
    "en": {
        (True, True, True): "{lower} or more, under {upper}",
        (True, True, False): "{lower} or more",
        (True, False, True): "under {upper}",
        (False, True, True): "over {lower}, up to {upper}",
        (False, True, False): "over {lower}",
        (False, False, True): "up to {upper}",
    },
    "zh": {
        (True, True, True): "{lower}及以上，不足{upper}",
        (True, True, False): "{lower}及以上",
        (True, False, True): "不足{upper}",
        (False, True, True): "超过{lower}，不超过{upper}",
        (False, True, False): "超过{lower}",
        (False, False, True): "不超过{upper}",
    },
}
ANY: Texts = {"en": "any", "zh": "不限"}


def read_schemes(warehouse: Warehouse) -> tuple[Scheme, ...]:
    """All schemes, in the order of the rules; the care calendar is the last."""
    rules, marts = warehouse.tables("rules"), warehouse.tables()
    if "tier_labels" not in rules:
        return ()
    actions = _actions(warehouse) if "tier_playbook" in rules else {}
    counts = _counts(warehouse) if "tier_summary" in marts else {}
    names: dict[tuple[str, str], Texts] = {}
    labels: dict[str, list[Label]] = defaultdict(list)
    for scheme, code, english, chinese in warehouse.rows(
        "select scheme, label, label_en, label_zh from rules.tier_labels"
        " order by min(rowid) over (partition by scheme), label_rank desc, label"
    ):
        names[scheme, code] = {"en": english, "zh": chinese}
        customers, share, revenue_share = counts.get((scheme, code), (None, None, None))
        labels[scheme].append(
            Label(
                code,
                names[scheme, code],
                customers,
                share,
                revenue_share,
                actions.get((scheme, code), ()),
            )
        )
    for (scheme, code), of_label in actions.items():
        if (scheme, code) not in names:
            called = {str(each): Words(each).say(_plain(code)) for each in Language}
            labels[scheme].append(Label(code, called, None, None, None, of_label))
    cuts = _cuts(warehouse, names) if "tier_cuts" in marts else {}
    # One that nobody has a label of is switched off.
    off = {scheme for scheme, _ in names} - {scheme for scheme, _ in counts} if counts else set()
    return tuple(
        Scheme(scheme, tuple(of), tuple(cuts.get(scheme, ())))
        for scheme, of in labels.items()
        if scheme not in off
    )


def _plain(code: str) -> str:
    return code.replace("_", " ")


def _actions(warehouse: Warehouse) -> Mapping[tuple[str, str], tuple[Action, ...]]:
    intents = _named(warehouse, "playbook_intents", "intent")
    channels = _named(warehouse, "contact_channels", "channel")
    found: dict[tuple[str, str], tuple[Action, ...]] = {}
    for row in warehouse.records("select * from rules.tier_playbook order by priority"):
        action = Action(
            priority=row["priority"],
            for_whom=row["for_whom"],
            intent=intents.get(row["intent"], _same(row["intent"])),
            text={language: row[f"action_{language}"] for language in LANGUAGES},
            channels=tuple(
                channels.get(row[column], _same(row[column]))
                for column in ("channel", "second_channel", "third_channel")
                if row[column]
            ),
        )
        key = (row["scheme"], row["label"])
        found[key] = (*found.get(key, ()), action)
    return found


def _named(warehouse: Warehouse, table: str, column: str) -> Mapping[str, Texts]:
    if table not in warehouse.tables("rules"):
        return {}
    rows = warehouse.rows(f"select {column}, label_en, label_zh from rules.{table}")  # noqa: S608
    return {code: {"en": english, "zh": chinese} for code, english, chinese in rows}


def _same(text: str) -> Texts:
    return dict.fromkeys(LANGUAGES, text)


def _counts(warehouse: Warehouse) -> Mapping[tuple[str, str], tuple[int, float, float | None]]:
    """How many have each label at the newest date, with their shares."""
    rows = warehouse.rows(
        """
        select
            scheme,
            label,
            sum(customer_count)::bigint,
            sum(customer_count) / sum(sum(customer_count)) over (partition by scheme),
            sum(net_revenue)::double
            / nullif(sum(sum(net_revenue)) over (partition by scheme)::double, 0)
        from marts.tier_summary
        where as_of_date = (select max(as_of_date) from marts.tier_summary)
        group by scheme, label
        """
    )
    return {
        (scheme, label): (customers, share, revenue)
        for scheme, label, customers, share, revenue in rows
    }


def _cuts(
    warehouse: Warehouse, names: Mapping[tuple[str, str], Texts]
) -> Mapping[str, Sequence[Cuts]]:
    amounts = read_amounts(warehouse)
    rows = warehouse.records(
        """
        select * from marts.tier_cuts
        where as_of_date = (select max(as_of_date) from marts.tier_cuts)
        order by scheme, metric, level_rank desc, store_id
        """
    )
    stores = tuple(sorted({row["store_id"] for row in rows}))
    if len(stores) > MOST_STORES:
        return {}
    found: dict[str, list[Cuts]] = defaultdict(list)
    of_metrics: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        of_metrics[row["scheme"], row["metric"]].append(row)
    for (scheme, metric), of in of_metrics.items():
        known = amounts.metrics.get(metric)
        called = {"en": known.label_en, "zh": known.label_zh} if known else _same(_plain(metric))
        levels = tuple(_levels(of, stores, amounts, names))
        found[scheme].append(Cuts(called, of[0]["method"], stores, levels))
    return found


def _levels(
    rows: Sequence[Mapping[str, Any]],
    stores: Sequence[str],
    amounts: Amounts,
    names: Mapping[tuple[str, str], Texts],
) -> Iterator[tuple[Texts, tuple[Texts, ...]]]:
    for level in dict.fromkeys(row["level"] for row in rows):
        of_stores = {row["store_id"]: row for row in rows if row["level"] == level}
        bounds = tuple(
            _bounds(of_stores[store], amounts) if store in of_stores else _same("")
            for store in stores
        )
        yield names.get((rows[0]["scheme"], level), _same(_plain(level))), bounds


def _bounds(row: Mapping[str, Any], amounts: Amounts) -> Texts:
    """From where to where a level goes, in words."""
    lower, upper = row["lower_bound"], row["upper_bound"]
    if lower is None and upper is None:
        return ANY
    form = (bool(row["is_higher_better"]), lower is not None, upper is not None)
    return {
        language: BETWEEN[language][form].format(
            **{
                name: amounts.text(row["metric"], value, language)
                for name, value in (("lower", lower), ("upper", upper))
                if value is not None
            }
        )
        for language in LANGUAGES
    }
