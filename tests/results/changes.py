"""Random events in a shop between two builds."""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta

CUSTOMERS = ("ann", "bob", "cem", "dai", "eve", "fay")
STORES = ("north", "south")
BEGIN = date(2023, 11, 20)


class Book:
    """The raw orders of a shop, which change at random."""

    def __init__(self, seed: int, grain: str, today: date | None = None) -> None:
        """Begin with some months of orders, up to that day if one is given."""
        self.rng = random.Random(seed)  # noqa: S311 (no secret)
        self.grain = grain
        self.today = today or BEGIN + timedelta(self.rng.randint(110, 140))
        self.orders: list[dict[str, str | None]] = []
        self._number = 0
        for _ in range(30):
            self._add(self.past_day())
        self._add(self.today)

    def past_day(self) -> date:
        """A day, rather a late one: what changes early leaves nothing as it was."""
        age = (self.today - BEGIN).days
        return BEGIN + timedelta(max(self.rng.randint(0, age) for _ in range(3)))

    def _some_order(self) -> int:
        """The place of an order, rather of a late one."""
        places = [self.rng.randrange(len(self.orders)) for _ in range(3)]
        return max(places, key=lambda place: str(self.orders[place]["ordered_at"]))

    def _add(self, day: date, **more: str) -> None:
        """An order; at line grain now and then a second line of it."""
        self._number += 1
        rng = self.rng
        row: dict[str, str | None] = {
            "order_id": f"o{self._number}",
            "customer_id": rng.choice(CUSTOMERS),
            "store_id": rng.choice(STORES),
            "ordered_at": f"{day} {rng.randint(0, 23):02}:15:00",
            "gross_amount": str(rng.choice((5, 10, 10, 20, 33.5, 80, 250))),
            "cost_amount": rng.choice((None, "2", "3")),
            "category": rng.choice((None, "toys", "books")),
            "channel": rng.choice((None, "web")),
            **more,
        }
        lines = rng.choice((1, 2)) if self.grain == "line" else 1
        self.orders += [
            row | {"gross_amount": f"{line}{row['gross_amount']}"} for line in range(lines)
        ]

    def _change(self, **cells: str) -> None:
        """Put something else into a random row."""
        place = self._some_order()
        self.orders[place] = {**self.orders[place], **cells}

    def _come_back(self, **cells: str) -> None:
        place = self._some_order()
        row = self.orders[place]
        ordered = date.fromisoformat(str(row["ordered_at"])[:10])
        day = ordered + timedelta(self.rng.randint(0, max(0, (self.today - ordered).days)))
        self.orders[place] = {**row, "refunded_at": str(day), **cells}

    # --- what can happen ---------------------------------------------------------------

    def next_day(self, orders: int) -> None:
        """A day passes, with that many orders on it."""
        self.today += timedelta(1)
        for _ in range(orders):
            self._add(self.today)

    def new_day(self) -> None:
        """One to three days pass, with orders on the last of them."""
        self.today += timedelta(self.rng.randint(1, 3))
        for _ in range(self.rng.randint(1, 3)):
            self._add(self.today)

    def new_month(self) -> None:
        """Some weeks pass."""
        self.today += timedelta(self.rng.randint(20, 45))
        self._add(self.today)

    def late_order(self) -> None:
        """An order of the past arrives."""
        self._add(self.past_day())

    def late_return(self) -> None:
        """A refund without its order arrives, also of somebody who never bought."""
        self._add(self.past_day(), gross_amount="-7", order_status="returned", customer_id="gil")

    def refund(self) -> None:
        """Some money of an order is given back."""
        self._come_back(refund_amount=self.rng.choice(("1", "2.5")))

    def return_order(self) -> None:
        """An order is sent back whole."""
        self._come_back(order_status="returned")

    def change_amount(self) -> None:
        """An amount was wrong."""
        self._change(gross_amount=self.rng.choice(("1", "12.34", "400", "wrong")))

    def change_words(self) -> None:
        """Something else than an amount was wrong."""
        column = self.rng.choice(("category", "channel", "customer_id", "store_id", "currency"))
        self._change(**{column: self.rng.choice(("toys", "new"))})

    def change_cost(self) -> None:
        """What an order cost becomes known."""
        self._change(cost_amount="4")

    def delete_order(self) -> None:
        """An order was never made; not the last of all."""
        if len(self.orders) > 1:
            self.orders.pop(self._some_order())

    def delete_customer(self) -> None:
        """A customer is forgotten."""
        forgotten = self.rng.choice(CUSTOMERS)
        left = [row for row in self.orders if row["customer_id"] != forgotten]
        self.orders = left or self.orders

    def merge_customers(self) -> None:
        """Two customers were one."""
        one, other = self.rng.sample(CUSTOMERS, 2)
        self.orders = [
            {**row, "customer_id": one} if row["customer_id"] == other else row
            for row in self.orders
        ]

    def copy_order(self) -> None:
        """An order comes twice, the second time in another year or on another day."""
        day = self.rng.choice((str(self.past_day()), "2024-11-11", "2022-01-01"))
        self.orders.append({**self.orders[self._some_order()], "ordered_at": day})

    def lose_last_day(self) -> None:
        """The orders of the last day are deleted, so that an earlier one is the last."""
        last = max(str(row["ordered_at"])[:10] for row in self.orders)
        left = [row for row in self.orders if str(row["ordered_at"])[:10] < last]
        self.orders = left or self.orders


def happenings(book: Book) -> Mapping[str, Callable[[], None]]:
    """All that can happen to the orders, by name."""
    things = (
        *(book.new_day, book.new_month, book.late_order, book.late_return, book.refund),
        *(book.return_order, book.change_amount, book.change_words, book.change_cost),
        *(book.delete_order, book.delete_customer, book.merge_customers, book.copy_order),
        book.lose_last_day,
    )
    return {thing.__name__: thing for thing in things}
