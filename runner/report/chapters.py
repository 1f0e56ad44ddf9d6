"""The chapters of the report and their figures, in the order of the page."""

from collections.abc import Callable

from runner.report.figures import (
    actions,
    care,
    flow,
    growth,
    headline,
    key_accounts,
    lifecycle,
    rfm_heat_map,
)
from runner.report.shapes import Figure, Missing
from runner.report.source import Source

# None: the question does not arise, such as which store is ahead where there is one.
Read = Callable[[Source], Figure | Missing | None]

# Each answers a question of the reader: where do we stand, what is to be done, who matters, what
# changed and why, who stays, and can these numbers be relied on.
CHAPTERS: dict[str, tuple[Read, ...]] = {
    "standing": (headline.figure,),
    "actions": (
        actions.figure,
        care.figure,
    ),
    "customers": (
        key_accounts.figure,
        rfm_heat_map.figure,
    ),
    "changes": (
        growth.figure,
        lifecycle.figure,
        flow.figure,
    ),
    "retention": (),
    "trust": (),
}
