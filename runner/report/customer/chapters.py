"""The chapters of a customer's page and their figures, in the order of the page."""

from collections.abc import Callable

from runner.report.customer import (
    actions,
    care,
    expected,
    feedback,
    habits,
    labels,
    moves,
    next_level,
    orders,
    profile,
    why,
)
from runner.report.customer.person import Person
from runner.report.shapes import Figure, Missing

Read = Callable[[Person], Figure | Missing]

# Each answers a question: who is this, what is to be done, what did they buy, why these labels.
CHAPTERS: dict[str, tuple[Read, ...]] = {
    "who": (profile.figure,),
    "next": (actions.figure, care.figure, expected.figure),
    "past": (orders.figure, habits.figure, feedback.figure),
    "labels": (labels.figure, moves.figure, next_level.figure, why.figure),
}
