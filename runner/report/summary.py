"""The summary: what one should know before looking at any figure."""

from collections.abc import Sequence

from runner.report.shapes import Chapter, Figure, Lead

MOST = 10
# As one would tell it: where the shop stands, what changed and why, who matters, what is to be
# done, and whether to trust it. A figure without a place here has no sentence in the summary.
ORDER = (
    *("headline", "stores", "growth", "lifecycle", "flow", "movers", "cohorts", "forecast"),
    *("key_accounts", "concentration", "segments", "rfm_heat_map", "value_volume"),
    *("actions", "care"),
    *("reconciliation", "data_quality"),
)
# Left out if the other one speaks: it tells the same in other numbers.
SAME = {"lifecycle": "growth", "segments": "key_accounts"}
# The first that go where there are more than ten.
LEAST = ("stores", "value_volume", "cohorts", "data_quality", "care", "movers")


def summarise(chapters: Sequence[Chapter]) -> tuple[Lead, ...]:
    """The leads of the figures, at most ten, the most decisive first."""
    said = {
        each.name: Lead(each.lead, each.name, chapter.title)
        for chapter in chapters
        for each in chapter.figures
        if isinstance(each, Figure) and each.lead
    }
    names = [name for name in ORDER if name in said and SAME.get(name) not in said]
    dropped = [name for name in LEAST if name in names][: max(0, len(names) - MOST)]
    return tuple(said[name] for name in names if name not in dropped)


def in_order(chapters: Sequence[Chapter]) -> tuple[Lead, ...]:
    """The leads of all figures, at most ten, as they stand in the page."""
    figures = (each for chapter in chapters for each in chapter.figures)
    leads = (
        Lead(each.lead, each.name) for each in figures if isinstance(each, Figure) and each.lead
    )
    return tuple(leads)[:MOST]
