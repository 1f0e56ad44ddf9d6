"""The summary: what one should know before looking at any figure."""

from collections.abc import Sequence

from runner.report.shapes import Chapter, Figure, Lead

MOST = 10


def summarise(chapters: Sequence[Chapter]) -> tuple[Lead, ...]:
    """The leads of the figures, at most ten, in the order of the page."""
    figures = (each for chapter in chapters for each in chapter.figures)
    leads = [
        Lead(each.lead, each.name) for each in figures if isinstance(each, Figure) and each.lead
    ]
    return tuple(leads[:MOST])
