"""What happens between two builds to the inputs beside the orders, at random."""

from collections.abc import Callable, Mapping
from datetime import date

from tests.results.changes import CUSTOMERS, STORES, Book
from tests.results.shop import INPUT_COLUMNS

Row = dict[str, str | None]
# Beyond those who order: one who appears only in a late return, and one who never orders.
PEOPLE = (*CUSTOMERS, "gil", "hal")
TRAITS: Mapping[str, tuple[str | None, ...]] = {
    "birth_date": (None, "1990-02-28", "1984-03-15", "1971-04-02"),
    "acquisition_channel": (None, "ad", "friend"),
    "is_strategic": (None, "yes", "no"),
    "decision_role": (None, "decider", "user"),
    "region": (None, "hills", "coast"),
}


class OptionalInputs:
    """The other inputs of the shop of a book."""

    def __init__(self, book: Book) -> None:
        """Begin with some rows of each, and nobody merged."""
        self.book = book
        self.rng = book.rng
        self.rows: dict[str, list[Row]] = {
            name: [] for name in INPUT_COLUMNS if name not in ("orders", "exchange_rates")
        }
        for thing in (self.register, self.late_feedback, self.refer, self.add_line):
            for _ in range(4):
                thing()
        self.late_refund()

    def _add(self, name: str, **cells: str | None) -> None:
        self.rows[name].append({column: cells.get(column) for column in INPUT_COLUMNS[name]})

    def _delete(self, name: str) -> None:
        if rows := self.rows[name]:
            rows.pop(self.rng.randrange(len(rows)))

    def _change(self, name: str, column: str, values: tuple[str | None, ...]) -> None:
        """Put another value into a row."""
        if rows := self.rows[name]:
            place = self.rng.randrange(len(rows))
            others = [value for value in values if value != rows[place][column]]
            rows[place] = {**rows[place], column: self.rng.choice(others)}

    def _give(self, day: date) -> None:
        order = self.rng.choice(self.book.orders)
        self._add(
            "feedback",
            customer_id=order["customer_id"],
            store_id=self.rng.choice((order["store_id"], order["store_id"], None)),
            order_id=self.rng.choice((order["order_id"], None)),
            given_at=f"{day} {self.rng.randint(0, 23):02}:30:00",
            rating=self.rng.choice((None, "1", "3", "5")),
            nps=self.rng.choice((None, "3", "10")),
            is_complaint=self.rng.choice((None, None, "yes")),
        )

    def _give_back(self, day: date, order_id: str | None = None) -> str | None:
        ids = [str(row["order_id"]) for row in self.book.orders[-20:]]
        order_id = order_id or self.rng.choice(ids)
        stores = {row["order_id"]: row["store_id"] for row in self.book.orders}
        self._add(
            "refunds",
            order_id=order_id,
            store_id=stores[order_id],
            refunded_at=str(day),
            refund_amount=self.rng.choice(("1", "2.5", "6")),
        )
        return order_id

    # --- what can happen ---------------------------------------------------------------

    def register(self) -> None:
        """A registration arrives, with some of its date, store and traits missing."""
        self._add(
            "customers",
            customer_id=self.rng.choice(PEOPLE),
            store_id=self.rng.choice((*STORES, None)),
            registered_at=self.rng.choice((None, *[str(self.book.past_day())] * 3)),
            **{trait: self.rng.choice(values) for trait, values in TRAITS.items()},
        )

    def change_trait(self) -> None:
        """A trait of a customer was wrong."""
        trait = self.rng.choice(tuple(TRAITS))
        self._change("customers", trait, TRAITS[trait])

    def unregister(self) -> None:
        """Somebody never registered."""
        self._delete("customers")

    def give_feedback(self) -> None:
        """A customer says something today."""
        self._give(self.book.today)

    def late_feedback(self) -> None:
        """Feedback arrives late."""
        self._give(self.book.past_day())

    def change_feedback(self) -> None:
        """The feedback was different."""
        self._change("feedback", "rating", ("2", "4"))

    def delete_feedback(self) -> None:
        """There was no feedback."""
        self._delete("feedback")

    def refer(self) -> None:
        """A referral becomes known."""
        referrer, referred = self.rng.sample(PEOPLE, 2)
        self._add(
            "referrals",
            referrer_customer_id=referrer,
            referred_customer_id=referred,
            referred_at=str(self.book.past_day()),
        )

    def delete_referral(self) -> None:
        """There was no referral."""
        self._delete("referrals")

    def add_line(self) -> None:
        """A line of an order becomes known."""
        order = self.rng.choice(self.book.orders[-12:])
        self._add(
            "order_lines",
            order_id=order["order_id"],
            store_id=order["store_id"],
            product_id=self.rng.choice(("p1", "p2", "p3")),
            category=self.rng.choice(("toys", "books", "food")),
            quantity="1",
            net_amount=self.rng.choice(("5", "10", "70")),
            cost_amount=self.rng.choice((None, "2")),
        )

    def change_line(self) -> None:
        """A line had another amount."""
        self._change("order_lines", "net_amount", ("6", "12", "wrong"))

    def delete_line(self) -> None:
        """A line was never bought."""
        self._delete("order_lines")

    def give_back(self) -> None:
        """Money of an order is given back today."""
        self._give_back(self.book.today)

    def late_refund(self) -> None:
        """A refund becomes known late, and with it another of the same order."""
        order_id = self._give_back(self.book.past_day())
        self._give_back(self.book.past_day(), order_id)

    def change_refund(self) -> None:
        """The refund was another one."""
        self._change("refunds", "refund_amount", ("0.5", "4", "wrong"))

    def delete_refund(self) -> None:
        """Nothing was given back."""
        self._delete("refunds")

    def merge_accounts(self) -> None:
        """Two accounts turn out to be one person's."""
        alias, customer = self.rng.sample(PEOPLE, 2)
        self._add("customer_aliases", alias_customer_id=alias, customer_id=customer)

    def part_accounts(self) -> None:
        """They are not."""
        self._delete("customer_aliases")


def optional_input_happenings(book: OptionalInputs) -> Mapping[str, Callable[[], None]]:
    """All that can happen to the other inputs, by name."""
    things = (
        *(book.register, book.change_trait, book.unregister, book.give_feedback),
        *(book.late_feedback, book.change_feedback, book.delete_feedback, book.refer),
        *(book.delete_referral, book.add_line, book.change_line, book.delete_line),
        *(book.give_back, book.late_refund, book.change_refund, book.delete_refund),
        *(book.merge_accounts, book.part_accounts),
    )
    return {thing.__name__: thing for thing in things}
