"""Which sentences are in the summary, and in which order."""

from collections.abc import Sequence

import pytest

from runner.report.chapters import CHAPTERS
from runner.report.shapes import Chapter, Data, Figure, Missing, Said
from runner.report.summary import LEAST, MOST, ORDER, SAME, summarise

NOTHING = Data("select 1", (), ())


def chapters(*names: str, silent: Sequence[str] = ()) -> list[Chapter]:
    """A chapter with figures of these names, the silent ones without a lead."""
    figures = [
        Figure(
            name,
            name.title(),
            Said(f"{name}.sentence", "It is so."),
            NOTHING,
            lead=None if name in silent else Said(f"{name}.lead", f"{name} says so."),
        )
        for name in names
    ]
    absent = Missing("care", "Dates to come", Said("care.missing", "There is no calendar."))
    return [Chapter("only", "Only chapter", (*figures, absent))]


def told(*names: str, silent: Sequence[str] = ()) -> list[str]:
    """The figures whose sentences are in the summary."""
    return [lead.figure for lead in summarise(chapters(*names, silent=silent))]


def test_each_figure_of_the_page_has_its_place() -> None:
    modules = [
        read.__module__.rpartition(".")[2] for readers in CHAPTERS.values() for read in readers
    ]
    assert sorted(modules) == sorted(ORDER)
    assert len(ORDER) - len(LEAST) - len(SAME) <= MOST


def test_of_all_figures_ten_speak_and_none_says_what_another_said() -> None:
    assert told(*ORDER) == [
        *("headline", "growth", "flow", "movers", "forecast"),
        *("key_accounts", "concentration", "rfm_heat_map"),
        *("actions", "reconciliation"),
    ]


def test_the_order_is_that_of_the_telling_and_not_that_of_the_page() -> None:
    assert told("reconciliation", "actions", "movers", "headline") == [
        *("headline", "movers", "actions", "reconciliation"),
    ]


@pytest.mark.parametrize(
    ("silent", "speaks"), [("growth", "lifecycle"), ("key_accounts", "segments")]
)
def test_where_one_is_silent_the_other_speaks(silent: str, speaks: str) -> None:
    assert told(silent, speaks) == [silent]
    assert told(silent, speaks, silent=[silent]) == [speaks]


def test_each_sentence_has_the_topic_under_which_its_figure_stands() -> None:
    assert {lead.topic for lead in summarise(chapters("headline", "actions"))} == {"Only chapter"}
