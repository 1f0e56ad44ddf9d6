"""The chapters of the report and their figures, in the order of the page."""

from collections.abc import Callable

from runner.report.figures import (
    actions,
    care,
    cohorts,
    concentration,
    data_quality,
    flow,
    forecast,
    growth,
    headline,
    key_accounts,
    lifecycle,
    movers,
    reconciliation,
    rfm_heat_map,
    segments,
    stores,
    value_volume,
)
from runner.report.shapes import Figure, Missing
from runner.report.source import Source

# None: the question does not arise, such as which store is ahead where there is one.
Read = Callable[[Source], Figure | Missing | None]

# Each answers a question of the reader: where do we stand, what is to be done, who matters, what
# changed and why, who stays, what will they order, and can these numbers be relied on.
CHAPTERS: dict[str, tuple[Read, ...]] = {
    "standing": (
        headline.figure,
        stores.figure,
    ),
    "actions": (
        actions.figure,
        care.figure,
    ),
    "customers": (
        key_accounts.figure,
        concentration.figure,
        segments.figure,
        rfm_heat_map.figure,
        value_volume.figure,
    ),
    "changes": (
        growth.figure,
        lifecycle.figure,
        flow.figure,
        movers.figure,
    ),
    "retention": (cohorts.figure,),
    "future": (forecast.figure,),
    "trust": (
        reconciliation.figure,
        data_quality.figure,
    ),
}
