"""Who the most important customers are, and why."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME = "key_accounts"
STATUS = "key_account_status"


def figure(source: Source) -> Figure | Missing:
    """At most 100 customers: key accounts, then the others by net revenue; or class A."""
    words = source.words(NAME)
    data = source.read(words)
    has_accounts = not source.lacks(NAME)
    by_class = source.read(words, "key_accounts_by_class")
    group = _group(by_class)
    if not data.rows or (group["customers"] == 0 and max(data.values("net_revenue")) <= 0):
        return missing(words, as_of=source.as_of)
    sentence = _sentence(words, data, group, has_accounts=has_accounts)
    # That all customers bring all of the net revenue goes without saying.
    has_news = group["share"] is not None and 0 < group["customer_share"] < 1
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        lead=sentence if has_news else None,
        notes=(words.say("order" if has_accounts else "class_a"),),
        more=((words.word("by_class"), by_class),),
    )


def _group(by_class: Data) -> Mapping[str, Any]:
    """How many the key accounts are, or the customers of class A, and what they bring."""
    rows = by_class.records
    own = [row for row in rows if row.get(STATUS, row["abc_class"]) in ("key_account", "A")]
    revenue = sum((row["net_revenue"] for row in own), Decimal())
    total = sum((row["net_revenue"] for row in rows), Decimal())
    return {
        "customers": sum(row["customer_count"] for row in own),
        "customer_share": sum(row["customer_share"] for row in own),
        "share": revenue / total if 0 < revenue <= total else None,
    }


def _sentence(
    words: FigureWords, data: Data, group: Mapping[str, Any], *, has_accounts: bool
) -> Said:
    largest = data.records[0]
    told = {"largest": largest["customer_id"], "revenue": largest["net_revenue"]}
    if not has_accounts and group["share"] is not None:
        return words.say("sentence_class_a", **group, **told)
    if not group["customers"] or not has_accounts:
        return words.say("sentence_none", **told)
    if group["share"] is None:
        return words.say("sentence_without_share", customers=group["customers"], **told)
    return words.say("sentence", **group, **told)
