"""Each customer's labels on both sides, and the cause of each change, in the open warehouse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runner.ask.difference import Cause
from runner.ask.schemes import Scheme, schemes_of
from runner.ask.sides import TIERS, Side, Sides
from runner.errors import UserError
from runner.project import Project
from runner.warehouse import Warehouse

# What a customer did, whatever the rules say of it.
OWN_FACTS = (
    "first_order_date",
    "last_order_date",
    "order_count",
    "purchase_day_count",
    "gross_revenue",
    "discount_amount",
    "refund_amount",
    "net_revenue",
    "margin_amount",
    "feedback_count",
    "complaint_count",
    "peak_rating",
    "last_rating",
    "last_nps",
    "referral_count",
    "category_count",
    "channel_count",
)
# Where a database judges each of its dates by the cuts of the date before.
JUDGED, DATES = "int_label_changes", "int_as_of_dates"


@dataclass(frozen=True)
class Compared:
    """What could be compared.

    Attributes:
        schemes: that have labels on both sides.
        one_sided: the names of those with labels on one side only.
        facts: the columns of what a customer did that both sides have.
    """

    schemes: tuple[Scheme, ...]
    one_sided: tuple[str, ...]
    facts: tuple[str, ...]


def compare(sides: Sides, project: Project, *, judged: str | None = None) -> Compared:
    """Make the temporary tables `pairs`, a row per customer, and `moves`, a row per change.

    Args:
        sides: what is compared.
        project: names the schemes.
        judged: SQL of causes that are known, by store_id, customer_id and scheme; by default what
            the database itself says of its dates.

    Raises:
        UserError: no scheme has labels on both sides.
    """
    found = [sides.warehouse.tables(catalog=side.catalog)[TIERS] for side in _both(sides)]
    before, after = (schemes_of(columns, project.folder) for columns in found)
    common = tuple(scheme for scheme in after if scheme in before)
    facts = tuple(name for name in OWN_FACTS if all(name in columns for columns in found))
    pairs = pairs_query(sides, common, facts, kept=facts)
    sides.warehouse.rows(f"create temp table pairs as {pairs}")
    used = _used(sides.warehouse, common)
    compared = tuple(scheme for scheme in common if used[scheme.name] == len(found))
    if not compared:
        raise UserError("Base and head have no scheme in common.", "Build both anew.")
    one_sided = {scheme.name for scheme in (*before, *after)} - {each.name for each in common}
    one_sided |= {name for name, count in used.items() if count == 1}
    moves = moves_query(sides, compared, judged=judged or judged_query(sides))
    sides.warehouse.rows(f"create temp table moves as {moves}")
    return Compared(compared, tuple(sorted(one_sided)), facts)


def _both(sides: Sides) -> tuple[Side, Side]:
    return sides.base, sides.head


def pairs_query(
    sides: Sides, schemes: Sequence[Scheme], own: Sequence[str], *, kept: Sequence[str]
) -> str:
    """SQL of each customer of either side with the labels of both, and whether they did the same.

    Args:
        sides: what is compared.
        schemes: whose labels are wanted.
        own: the columns of what a customer did.
        kept: those of them whose values are wanted too.
    """
    columns = "".join(
        f",\n    base.{name} as base_{name},\n    head.{name} as head_{name}"
        for name in (*(scheme.column for scheme in schemes), *kept)
    )
    same = "\n    and ".join(f"base.{name} is not distinct from head.{name}" for name in own)
    return f"""select
    coalesce(head.store_id, base.store_id) as store_id,
    coalesce(head.customer_id, base.customer_id) as customer_id,
    coalesce(head.net_revenue, base.net_revenue) as net_revenue,
    {same or "true"} as did_the_same{columns}
from ({_rows(sides.base)}) as base
full join ({_rows(sides.head)}) as head
    on base.store_id = head.store_id and base.customer_id = head.customer_id"""  # noqa: S608


def _rows(side: Side) -> str:
    return f"select * from {side.table(TIERS)} where as_of_date = date '{side.as_of}'"  # noqa: S608


def _used(warehouse: Warehouse, schemes: Sequence[Scheme]) -> Mapping[str, int]:
    """On how many sides each scheme is not switched off."""
    if not schemes:
        return {}
    counts = ", ".join(
        f"(count(base_{scheme.column}) > 0)::int + (count(head_{scheme.column}) > 0)::int"
        for scheme in schemes
    )
    ((*used,),) = warehouse.rows(f"select {counts} from pairs")  # noqa: S608
    return dict(zip((scheme.name for scheme in schemes), used, strict=True))


def moves_query(sides: Sides, schemes: Sequence[Scheme], *, judged: str | None) -> str:
    """SQL of each customer's change in each scheme, with its cause, out of `pairs`.

    Args:
        sides: what is compared.
        schemes: in which they may have moved.
        judged: SQL of causes that are known, by store_id, customer_id and scheme.
    """
    idle = Cause.CUTS if sides.is_same_day else Cause.TIME
    changes = "\n    union all\n".join(
        f"""    select
        store_id, customer_id, net_revenue, did_the_same,
        '{scheme.name}' as scheme,
        base_{scheme.column} as from_label,
        head_{scheme.column} as to_label
    from pairs
    where base_{scheme.column} is distinct from head_{scheme.column}"""  # noqa: S608
        for scheme in schemes
    )
    told = f"case when did_the_same then '{idle}' else '{Cause.BEHAVIOUR}' end"
    joined = ""
    if judged:
        told = f"coalesce(judged.cause, {told})"
        joined = f"""
left join ({judged}) as judged
    on
        judged.store_id = changes.store_id
        and judged.customer_id = changes.customer_id
        and judged.scheme = changes.scheme"""
    return f"""select
    changes.* exclude (did_the_same),
    case
        when changes.from_label is null then '{Cause.ENTERED}'
        when changes.to_label is null then '{Cause.LEFT}'
        else {told}
    end as cause
from (
{changes}
) as changes{joined}"""  # noqa: S608


def judged_query(sides: Sides) -> str | None:
    """SQL of what the database itself says its cuts did between the two dates, if it does."""
    if not sides.is_one_database:
        return None
    tables = sides.warehouse.tables("intermediate")
    if not {JUDGED, DATES} <= tables.keys():
        return None
    rows = sides.warehouse.rows(
        f"""
        select 1 from intermediate.{DATES}
        where
            as_of_date = cast(? as date)
            and previous_as_of_date = cast(? as date)
            and movement_version is not null
        """,  # noqa: S608
        [str(sides.head.as_of), str(sides.base.as_of)],
    )
    if not rows:
        return None
    table = sides.head.table(JUDGED, "intermediate")
    return f"select * from {table} where as_of_date = date '{sides.head.as_of}'"  # noqa: S608
