"""`tiers diff`: who has another label on the other side, and why."""

from dataclasses import replace
from decimal import Decimal

from runner.ask.amounts import read_amounts
from runner.ask.difference import MOVED, Cause, Difference, Move, Moved
from runner.ask.movers import largest_movers, with_whys
from runner.ask.pairs import Compared, compare
from runner.ask.schemes import read_labels
from runner.ask.sides import DiffRequest, Sides, open_sides
from runner.project import Project
from runner.warehouse import Warehouse, open_warehouse


def difference(project: Project, request: DiffRequest) -> Difference:
    """Compare all labels of two databases, or of two dates of one.

    The cause of a move at the same date is the customer's behaviour if what they did differs, else
    cuts or rules. Between a date and the one before it, it is what the database says; between other
    dates, whose labels change with time, that of customers who did nothing can't be told.

    Raises:
        UserError: a database, a date or a common scheme is not there.
    """
    with open_sides(request) as sides:
        found = count_moves(sides, compare(sides, project))
    with open_warehouse(sides.head.database) as warehouse:
        return in_words(found, sides, warehouse)


def count_moves(sides: Sides, compared: Compared) -> Difference:
    """What differs between two sides that are open and compared, without words."""
    ((customers, revenue),) = sides.warehouse.rows(
        "select count(*), coalesce(sum(net_revenue), 0) from pairs"
    )
    return Difference(
        base=(str(sides.base.database), sides.base.as_of),
        head=(str(sides.head.database), sides.head.as_of),
        customers=customers,
        net_revenue=revenue,
        moved=_moved(sides.warehouse),
        moves=_counted(sides.warehouse, compared),
        movers=largest_movers(sides.warehouse, compared),
        one_sided=compared.one_sided,
        texts={},
        currency="",
    )


def in_words(found: Difference, sides: Sides, warehouse: Warehouse) -> Difference:
    """The difference with the names of its labels, its currency, and why the largest moved.

    Args:
        found: of the sides, which are closed again.
        sides: say why.
        warehouse: a database with the names and the currency.
    """
    return replace(
        found,
        movers=with_whys(found.movers, sides.base, sides.head),
        texts=read_labels(warehouse),
        currency=read_amounts(warehouse).currency,
    )


def _counted(warehouse: Warehouse, compared: Compared) -> tuple[Move, ...]:
    """How many made each move, or stay, the most first."""
    found = []
    for scheme in compared.schemes:
        rows = warehouse.rows(
            f"""
            select
                base_{scheme.column}, head_{scheme.column}, null, count(*),
                coalesce(sum(net_revenue), 0)
            from pairs
            where base_{scheme.column} = head_{scheme.column}
            group by all
            union all
            select from_label, to_label, cause, count(*), coalesce(sum(net_revenue), 0)
            from moves
            where scheme = ?
            group by all
            order by 4 desc, 1, 2, 3
            """,  # noqa: S608
            [scheme.name],
        )
        found += [
            Move(scheme.name, start, end, Cause(cause) if cause else None, customers, revenue)
            for start, end, cause, customers, revenue in rows
        ]
    return tuple(found)


def _moved(warehouse: Warehouse) -> Moved:
    """Customers who moved in any scheme; one who moved for two causes counts under both."""
    causes = "', '".join(MOVED)
    of_customers = f"""
        select distinct store_id, customer_id, net_revenue, cause
        from moves where cause in ('{causes}')
    """  # noqa: S608
    rows = warehouse.rows(
        f"select cause, count(*), sum(net_revenue) from ({of_customers}) group by cause order by 1"  # noqa: S608
    )
    ((customers, revenue),) = warehouse.rows(
        f"""
        select count(*), coalesce(sum(net_revenue), 0)
        from (select distinct store_id, customer_id, net_revenue from ({of_customers}))
        """  # noqa: S608
    )
    by_cause = {Cause(cause): (count, of_cause) for cause, count, of_cause in rows}
    return Moved(customers, Decimal(revenue), by_cause)
