"""Lines over time, with a band where a value is uncertain; and small ones without axes."""

from dataclasses import dataclass

from runner.report.shapes import Drawing


@dataclass(frozen=True)
class Trace:
    """A line: one value for each period, none where it is not known; a band if it is uncertain."""

    label: str
    values: tuple[float | None, ...]
    kind: str = "c1"
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    tips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trend:
    """Lines over time with axes and a legend, if there are several."""

    periods: tuple[str, ...]
    traces: tuple[Trace, ...]
    is_share: bool = False
    unit_title: str = ""

    def draw(self, width: int) -> Drawing:
        """Draw it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Spark:
    """A small line without axes, its last point marked."""

    values: tuple[float | None, ...]

    def draw(self, width: int) -> Drawing:
        """Draw it, a quarter as high as it is wide."""
        raise NotImplementedError
