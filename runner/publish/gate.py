"""The gate on meaning: whom cuts or rules, and not what they did, gave another label."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from runner.ask.diff import count_moves, in_words
from runner.ask.difference import Cause, Difference
from runner.ask.pairs import compare
from runner.ask.sides import Side, Sides, days_of
from runner.errors import ExitCode, UserError
from runner.project import Project
from runner.warehouse import Warehouse, open_pair

MIGRATIONS = "customer_migrations"
OTHERWISE = "Publish once without --max-moved."


@dataclass(frozen=True)
class ReleaseFile:
    """A release as the gate reads it.

    Attributes:
        release: its id.
        database: a DuckDB file with customer_tiers, and customer_migrations if there is one, in the
            schema `marts`; nobody has it open to write.
        rules_hash: of the rules that it was built by.
    """

    release: str
    database: Path
    rules_hash: str


@dataclass(frozen=True)
class MovedCheck:
    """What cuts or rules moved since the current release, and that it is not too much.

    Attributes:
        max_moved: the share of the customers that may move, 0 to 1.
        difference: of the current release and the new one; none if there is nothing to compare.
        on_same_day: of those that cuts or rules moved, who moved at the newest day that both
            releases hold: by other rules, and not by the cuts of a later day.
    """

    max_moved: float
    difference: Difference | None = None
    on_same_day: int = 0

    @property
    def sentence(self) -> str:
        """For people."""
        if self.difference is None:
            return "There is no release to compare with, so nobody moved."
        return _sentence(self.difference, self.max_moved, on_same_day=self.on_same_day)

    @property
    def customers_by_time_or_cuts(self) -> int:
        """Who may have been moved by cuts, or by time."""
        return _by(Cause.TIME, self.difference) if self.difference else 0

    def as_json(self) -> dict[str, Any]:
        """For `--json` and the manifest: shares 0 to 1, customers as numbers."""
        found = self.difference
        return {
            "max_moved": self.max_moved,
            "compared_with": found.base[0] if found else None,
            "share_by_cuts": found.share_by_cuts if found else None,
            "customers_by_cuts": _by(Cause.CUTS, found) if found else None,
            "customers_by_cuts_on_same_day": self.on_same_day if found else None,
            "customers_by_time_or_cuts": self.customers_by_time_or_cuts if found else None,
        }


class MovedError(UserError):
    """Cuts or rules moved more customers than they may."""

    def __init__(self, difference: Difference, max_moved: float, *, on_same_day: int) -> None:
        """With the difference, to be shown before the sentence."""
        super().__init__(
            _sentence(difference, max_moved, on_same_day=on_same_day),
            "The current release stays. If that is meant, publish with a larger share.",
            ExitCode.TEST_FAILED,
        )
        self.difference = difference


def not_whole(release: str) -> UserError:
    """There is a release before, but it can't be read."""
    return UserError(
        f"{release} is not whole, so nothing can be compared with it.",
        OTHERWISE,
        ExitCode.TEST_FAILED,
    )


def check_moved(
    project: Project,
    *,
    current: ReleaseFile | None,
    new: ReleaseFile,
    max_moved: float,
    source: Warehouse,
) -> MovedCheck:
    """Make sure that cuts or rules did not move more customers than they may.

    A customer counts once, whose label in any scheme differs between the newest dates of the two
    releases, and of whom it is known that cuts or rules did it:

    - At the newest date that both releases hold, the label differs and what the customer did does
      not. If the rules differ, it counts whatever they did: a rule may count orders otherwise.
    - Or `customer_migrations` of the new release says so: by the cuts of the period end before,
      the customer would have kept their label.

    Where the new release is of a later day and nobody can tell cuts from time, the customer is
    shown and does not count.

    Args:
        project: names the schemes.
        current: what readers have now; none if there is nothing.
        new: what they are to have; written and closed.
        max_moved: the share of all customers of either that may move, 0 to 1.
        source: the database that is published, for the names of the labels.

    Raises:
        MovedError: more did.
        UserError: the two have no date or no customer in common, so nothing can be told.
    """
    if current is None:
        return MovedCheck(max_moved)
    with open_pair(current.database, new.database) as warehouse:
        sides = Sides(
            warehouse,
            base=Side(current.database, date.min, "before"),
            head=Side(new.database, date.min, "after"),
        )
        days, new_days = (days_of(side, warehouse) for side in (sides.base, sides.head))
        if not days or not new_days:
            return MovedCheck(max_moved)
        common = next((day for day in new_days if day in days), None)
        if common is None:
            raise UserError(
                f"The new release and {current.release} have no as-of date in common, so what cuts"
                " or rules moved can't be counted.",
                OTHERWISE,
                ExitCode.TEST_FAILED,
            )
        same_day = _at(sides, common, common)
        known = _known_causes(same_day, project, same_rules=current.rules_hash == new.rules_hash)
        # An earlier day than the current one is compared with the same day.
        sides = _at(sides, days[0], new_days[0]) if new_days[0] > days[0] else same_day
        found = count_moves(sides, compare(sides, project, judged=_judged(sides, known)))
        ((on_same_day,),) = warehouse.rows(
            f"""
            select count(distinct (store_id, customer_id))
            from moves
            semi join moved_by_rules using (store_id, customer_id, scheme)
            where cause = '{Cause.CUTS}'
            """  # noqa: S608
        )
        _check_common_customers(warehouse, current.release)
    found = in_words(
        replace(
            found,
            base=(current.release, sides.base.as_of),
            head=(new.release, sides.head.as_of),
        ),
        sides,
        source,
    )
    if found.share_by_cuts > max_moved:
        raise MovedError(found, max_moved, on_same_day=on_same_day)
    return MovedCheck(max_moved, found, on_same_day)


def _at(sides: Sides, base: date, head: date) -> Sides:
    return replace(
        sides, base=replace(sides.base, as_of=base), head=replace(sides.head, as_of=head)
    )


def _known_causes(sides: Sides, project: Project, *, same_rules: bool) -> str:
    """SQL of the moves at one day that cuts or rules made."""
    compare(sides, project)
    causes = (Cause.CUTS,) if same_rules else (Cause.CUTS, Cause.BEHAVIOUR)
    listed = ", ".join(f"'{cause}'" for cause in causes)
    sides.warehouse.rows(
        f"""
        create temp table moved_by_rules as
        select store_id, customer_id, scheme, '{Cause.CUTS}' as cause
        from moves where cause in ({listed})
        """  # noqa: S608
    )
    sides.warehouse.rows("drop table moves")
    sides.warehouse.rows("drop table pairs")
    return "select * from moved_by_rules"


def _judged(sides: Sides, known: str) -> str:
    """SQL of all causes that are known between the two days, one per customer and scheme.

    What the new release says is since the period end before; that it was the customers' own doing
    holds since the current release only if that is of this day.
    """
    tables = sides.warehouse.tables(catalog=sides.head.catalog)
    if sides.is_same_day or MIGRATIONS not in tables:
        return known
    return f"""
        {known}
        union all
        select store_id, customer_id, scheme, cause
        from {sides.head.table(MIGRATIONS)} as migrations
        anti join moved_by_rules using (store_id, customer_id, scheme)
        where
            as_of_date = date '{sides.head.as_of}'
            and (
                cause = '{Cause.CUTS}'
                or previous_as_of_date = date '{sides.base.as_of}'
            )
    """  # noqa: S608


def _check_common_customers(warehouse: Warehouse, release: str) -> None:
    ((common,),) = warehouse.rows(
        """
        select count(*)
        from before.marts.customer_tiers
        semi join after.marts.customer_tiers using (store_id, customer_id)
        """
    )
    if not common:
        raise UserError(
            f"No customer of {release} is in the new release: ids are replaced with another key,"
            " or it is another shop.",
            OTHERWISE,
            ExitCode.TEST_FAILED,
        )


def _by(cause: Cause, found: Difference) -> int:
    return found.moved.by_cause.get(cause, (0, 0))[0]


def _sentence(found: Difference, max_moved: float, *, on_same_day: int) -> str:
    moved = f"{_by(Cause.CUTS, found):,} customers ({found.share_by_cuts:.1%})"
    if found.base[1] != found.head[1]:
        moved += f", {on_same_day:,} of them already as of {found.base[1]}"
    return (
        f"Since {found.base[0]}, cuts or rules have moved {moved}; --max-moved allows"
        f" {max_moved:.1%}."
    )
