"""Bars over time: stacked upward, and downward for what is lost."""

from dataclasses import dataclass

from runner.report.shapes import Drawing


@dataclass(frozen=True)
class Series:
    """A kind of thing over time.

    Attributes:
        label: in the legend.
        values: one for each period; none: not known. Negative ones go downward.
        kind: class of the fill.
        tips: what a resting pointer shows, one for each period.
    """

    label: str
    values: tuple[float | None, ...]
    kind: str
    tips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bars:
    """Stacked bars, the first series at the bottom, with a legend.

    Attributes:
        periods: the labels of the bars; where they are too many, every second or third is shown.
        series: each has a value for each period.
        is_share: the values are shares 0 to 1, and the axis is in percent.
        line: a further series as a line with points, such as the net change.
        unit_title: what the values are.
    """

    periods: tuple[str, ...]
    series: tuple[Series, ...]
    is_share: bool = False
    line: Series | None = None
    unit_title: str = ""

    def draw(self, width: int) -> Drawing:
        """Draw it."""
        raise NotImplementedError
