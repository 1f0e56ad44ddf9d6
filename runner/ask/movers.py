"""The largest customers with another label, what they did, and why they moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from runner.ask.difference import MOVED, Cause, Mover, OwnMove
from runner.ask.pairs import Compared
from runner.ask.sides import Side
from runner.warehouse import Warehouse, open_warehouse

LARGEST = 20
SENTENCES = 2
# What is published may have those of the newest date alone.
EXPLANATIONS = ("tier_explanations", "tier_explanations_current")
Key = tuple[str, str, str, str]  # store, customer, scheme, metric


def largest_movers(warehouse: Warehouse, compared: Compared) -> tuple[Mover, ...]:
    """The movers with the most net revenue, without their whys."""
    causes = "', '".join(MOVED)
    rows = warehouse.records(
        f"""
        with
        largest as (
            select distinct store_id, customer_id, net_revenue
            from moves
            where cause in ('{causes}')
            order by net_revenue desc, store_id, customer_id
            limit {LARGEST}
        )
        select
            pairs.*,
            moves.scheme,
            moves.from_label,
            moves.to_label,
            moves.cause
        from largest
        inner join pairs using (store_id, customer_id)
        inner join moves using (store_id, customer_id)
        order by pairs.net_revenue desc, store_id, customer_id
        """  # noqa: S608
    )
    order = [scheme.name for scheme in compared.schemes]
    movers: dict[tuple[str, str], Mover] = {}
    for row in rows:
        key = (row["store_id"], row["customer_id"])
        move = OwnMove(row["scheme"], row["from_label"], row["to_label"], Cause(row["cause"]))
        earlier = movers[key].moves if key in movers else ()
        movers[key] = Mover(
            *key,
            net_revenue=row["net_revenue"],
            moves=tuple(sorted((*earlier, move), key=lambda each: order.index(each.scheme))),
            facts={
                name: (row[f"base_{name}"], row[f"head_{name}"])
                for name in compared.facts
                if row[f"base_{name}"] != row[f"head_{name}"]
            },
        )
    return tuple(movers.values())


def with_whys(movers: Sequence[Mover], base: Side, head: Side) -> tuple[Mover, ...]:
    """The movers with what the head says of their labels; nothing if it has no sentences."""
    told = Told(_read(base, movers), _read(head, movers))
    return tuple(
        replace(
            mover,
            moves=tuple(
                replace(move, why=told.why(mover.store_id, mover.customer_id, move.scheme))
                for move in mover.moves
            ),
        )
        for mover in movers
    )


@dataclass(frozen=True)
class Told:
    """The level that each fact reaches, and its sentence, on both sides."""

    base: Mapping[Key, Mapping[str, Any]]
    head: Mapping[Key, Mapping[str, Any]]

    def why(self, store: str, customer: str, scheme: str) -> tuple[Mapping[str, str], ...]:
        """The head's sentences of the facts that reach another level, else of those that differ."""
        keys = [key for key in self.head if key[:3] == (store, customer, scheme)]
        chosen = [key for key in keys if self._differs(key, "level")] or [
            key for key in keys if self._differs(key, "explanation_en")
        ]
        return tuple(
            {"en": self.head[key]["explanation_en"], "zh": self.head[key]["explanation_zh"]}
            for key in (chosen or keys)[:SENTENCES]
        )

    def _differs(self, key: Key, column: str) -> bool:
        before = self.base.get(key)
        return before is not None and before[column] != self.head[key][column]


def _read(side: Side, movers: Sequence[Mover]) -> Mapping[Key, Mapping[str, Any]]:
    customers = sorted({mover.customer_id for mover in movers})
    with open_warehouse(side.database) as warehouse:
        table = next((name for name in EXPLANATIONS if name in warehouse.tables()), None)
        if not customers or not table:
            return {}
        rows = warehouse.records(
            f"""
            select
                store_id, customer_id, scheme, metric, level, explanation_en, explanation_zh
            from marts.{table}
            where
                as_of_date = cast(? as date)
                and customer_id in ({", ".join("?" for _ in customers)})
            """,  # noqa: S608
            [str(side.as_of), *customers],
        )
    names = ("store_id", "customer_id", "scheme", "metric")
    return {
        (row[names[0]], row[names[1]], row[names[2]], row[names[3]]): row
        for row in rows
        if row["explanation_en"]
    }
