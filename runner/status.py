"""`tiers status`: what a database holds, and when and why it was built."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from runner.errors import UserError
from runner.rebuilt import Cause
from runner.warehouse import open_warehouse

NEEDED = ("int_as_of_dates", "int_rules_version", "build_log")


@dataclass(frozen=True)
class HeldDate:
    """An as-of date, YYYY-MM-DD: when its facts were made (UTC), why, and by which version."""

    as_of_date: str
    is_newest: bool
    as_of_version: str
    built_at: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """What a database holds.

    Attributes:
        database: the file.
        bytes: its size.
        written_at: when a build last replaced it, UTC.
        rules_version: of seeds, variables, models and macros.
        dates: the newest first.
        tables: the rows of each table of the marts; a view keeps none.
    """

    database: Path
    bytes: int
    written_at: str
    rules_version: str
    dates: tuple[HeldDate, ...]
    tables: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """What `--json` gives besides the exit code."""
        return {
            **vars(self),
            "database": str(self.database),
            "dates": [vars(date) for date in self.dates],
        }


def read_status(database: Path) -> Status:
    """Read the status of a database.

    Raises:
        UserError: it is not there, another program is writing it, or `tiers build` did not
            make it.
    """
    with open_warehouse(database) as warehouse:
        if not set(NEEDED) <= warehouse.tables("intermediate").keys():
            raise UserError(
                f"{database} was not built by this version.", "Run `tiers build` first."
            )
        ((rules_version,),) = warehouse.rows(
            "select rules_version from intermediate.int_rules_version"
        )
        dates = [
            HeldDate(
                as_of_date=day,
                is_newest=is_newest,
                as_of_version=version,
                built_at=built_at,
                reasons=tuple(Cause(reason).words for reason in reasons or ()),
            )
            for day, is_newest, version, built_at, reasons in warehouse.rows(DATES)
        ]
        tables = warehouse.row_counts()
    state = database.stat()
    written_at = datetime.fromtimestamp(state.st_mtime, tz=UTC).strftime("%Y-%m-%d %H:%M UTC")
    return Status(
        database=database,
        bytes=state.st_size,
        written_at=written_at,
        rules_version=rules_version,
        dates=tuple(dates),
        tables=tables,
    )


# The facts are the first table built for a date.
DATES = """
    with

    builds as (
        select
            as_of_date,
            as_of_version,
            started_at,
            list(reason order by reason) as reasons
        from intermediate.build_log
        where model_name = 'customer_facts' and reason <> 'forgotten'
        group by as_of_date, as_of_version, started_at
    ),

    last_builds as (
        select
            as_of_date,
            as_of_version,
            max(started_at) as started_at,
            arg_max(reasons, started_at) as reasons
        from builds
        group by as_of_date, as_of_version
    )

    select
        dates.as_of_date::text,
        dates.is_newest,
        dates.as_of_version,
        strftime(last_builds.started_at, '%Y-%m-%d %H:%M UTC'),
        last_builds.reasons
    from intermediate.int_as_of_dates as dates
    left join last_builds using (as_of_date, as_of_version)
    order by dates.as_of_date desc
"""
