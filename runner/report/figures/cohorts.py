"""Which share of the customers who first bought in a period bought in each period after it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from runner.choices import Grain
from runner.report.draw.heat_map import Cell, HeatMap
from runner.report.numbers import rounded
from runner.report.periods import grain_between, period_name
from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME, AGES, REVENUE, TABLE = "cohorts", "cohorts_ages", "cohorts_revenue", "cohort_retention"
# At which age cohorts are compared, where both are that old.
AGE = 3
FEW = 10  # customers: of fewer, a share says nothing
Row = Mapping[str, Any]
Cohorts = Mapping[date, Mapping[int, Row]]


def figure(source: Source) -> Figure | Missing:
    """The triangle of the last cohorts, and what each has brought."""
    words = source.words(NAME)
    if tables := source.lacks(TABLE):
        return missing(words, tables=tables)
    data = source.read(words)
    if not data.rows:
        return missing(words, "missing_none", as_of=source.as_of)
    cohorts: dict[date, dict[int, Row]] = {}
    for row in data.records:
        cohorts.setdefault(row["cohort_date"], {})[row["period_number"]] = row
    older = {day: rows for day, rows in cohorts.items() if len(rows) > 1}
    grain = _grain(older)
    ages, revenue = source.read(words, AGES), source.read(words, REVENUE)
    return Figure(
        NAME,
        words.title,
        _sentence(words, older, grain),
        data,
        _chart(words, older, grain) if older else None,
        lead=_lead(words, ages, older, grain),
        notes=(words.say("note"), *_notes(source, words)),
        more=tuple(
            (words.word(name), table)
            for name, table in (("ages", ages), ("revenue", revenue))
            if table.rows
        ),
    )


def _notes(source: Source, words: FigureWords) -> tuple[Said, ...]:
    newest = source.warehouse.days(TABLE)[0]
    if newest <= str(source.as_of):
        return ()
    return (words.say("note_newest", newest=newest, as_of=source.as_of),)


def _grain(cohorts: Cohorts) -> Grain:
    for day, rows in cohorts.items():
        if 1 in rows:
            return grain_between(day, rows[1]["period_date"])
    return Grain.MONTH


def _sentence(words: FigureWords, cohorts: Cohorts, grain: Grain) -> Said:
    """The newest cohort against the oldest at the same age."""
    if not cohorts:
        return words.say("sentence_none")
    oldest = min(cohorts)
    reached = {
        age: max(day for day, rows in cohorts.items() if age in rows)
        for age in range(1, AGE + 1)
        if age in cohorts[oldest]
    }
    age = max((age for age, newest in reached.items() if newest != oldest), default=0)
    if not age:
        row = cohorts[oldest][max(reached)]
        return words.say(
            "sentence_one",
            age=_age(words, max(reached), grain),
            active=row["active_customer_count"],
            customers=row["cohort_customer_count"],
            cohort=period_name(oldest, grain),
            share=row["retention_share"],
        )
    old, new = cohorts[oldest][age], cohorts[reached[age]][age]
    return words.say(
        "sentence",
        age=_age(words, age, grain),
        new=period_name(reached[age], grain),
        new_customers=new["cohort_customer_count"],
        new_share=new["retention_share"],
        old=period_name(oldest, grain),
        old_customers=old["cohort_customer_count"],
        old_share=old["retention_share"],
    )


def _lead(words: FigureWords, ages: Data, cohorts: Cohorts, grain: Grain) -> Said | None:
    """Of all shown, one period later."""
    row = next((row for row in ages.records if row["period_number"] == 1), None)
    if row is None or row["cohort_customer_count"] < FEW:
        return None
    return words.say(
        "lead",
        age=_age(words, 1, grain),
        share=row["retention_share"],
        active=row["active_customer_count"],
        customers=row["cohort_customer_count"],
        first=period_name(min(cohorts), grain),
    )


def _age(words: FigureWords, periods: int, grain: Grain) -> str:
    return words.say(grain, n=periods).text


def _chart(words: FigureWords, cohorts: Cohorts, grain: Grain) -> HeatMap:
    days = sorted(cohorts)
    later = {
        (day, age): row for day, rows in cohorts.items() for age, row in rows.items() if age > 0
    }
    ages = sorted({age for _, age in later})
    most = max((row["retention_share"] for row in later.values()), default=0) or 1
    return HeatMap(
        rows=tuple(
            words.say(
                "row",
                cohort=period_name(day, grain),
                customers=next(iter(cohorts[day].values()))["cohort_customer_count"],
            ).text
            for day in days
        ),
        columns=tuple(map(str, ages)),
        cells={
            (days.index(day), ages.index(age)): Cell(
                share=row["retention_share"] / most,
                text=words.say("cell", share=row["retention_share"]).text,
                short=str(rounded(row["retention_share"] * 100)),
                tip=words.say(
                    "tip",
                    cohort=period_name(day, grain),
                    age=_age(words, age, grain),
                    active=row["active_customer_count"],
                    customers=row["cohort_customer_count"],
                ).text,
            )
            for (day, age), row in later.items()
        },
        row_title=words.word("rows"),
        column_title=words.word("columns"),
        height=28,
    )
