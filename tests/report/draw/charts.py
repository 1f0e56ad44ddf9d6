"""Charts of every shape: usual ones, and those of shops that have little or odd words."""

from runner.report.draw.bars import Bars, Series
from runner.report.draw.bubbles import Bubble, Bubbles
from runner.report.draw.curve import Curve, Cut, Line
from runner.report.draw.flow import Flow, Stream
from runner.report.draw.heat_map import Cell, HeatMap
from runner.report.draw.panels import Panels
from runner.report.draw.ranks import Rank, Ranks
from runner.report.draw.steps import Step, Steps, Stretch
from runner.report.draw.treemap import Tile, Treemap
from runner.report.draw.trend import Spark, Trace, Trend
from runner.report.shapes import Chart

FORTY = "An English label of forty characters xyz"
CHINESE = "非常重要的高价值客户群体需要重点维护与持续关怀的细分名称"
SCRIPT = "<script>alert('&')</script>"
ODD = (FORTY, CHINESE, SCRIPT)

SEGMENTS = ("Champions", "Loyal customers", "At risk", "Cannot lose them", "Hibernating", "Lost")
MONTHS = tuple(f"2025-{month:02d}" for month in range(1, 13))


def treemap() -> Treemap:
    """Six segments by revenue."""
    sizes = (512_000, 301_000, 98_000, 76_000, 30_000, 2_500)
    return Treemap(
        tuple(
            Tile(name, size, (f"{size:,} USD",), f"c{index + 1}", f"{name}: {size:,} USD")
            for index, (name, size) in enumerate(zip(SEGMENTS, sizes, strict=True))
        )
    )


def flow() -> Flow:
    """Customers of six segments a month apart."""
    streams = []
    for source in range(6):
        for target in range(6):
            size = 300 + 60 * source if source == target else 40 // (1 + abs(source - target))
            kind = "soft" if source == target else "up" if target < source else "down"
            tip = f"{SEGMENTS[source]} to {SEGMENTS[target]}: {size} customers, 12,345 USD"
            streams.append(Stream(source, target, size, kind, tip))
    left = tuple(str(sum(s.size for s in streams if s.source == index)) for index in range(6))
    right = tuple(str(sum(s.size for s in streams if s.target == index)) for index in range(6))
    return Flow(SEGMENTS, SEGMENTS, tuple(streams), "2025-10-31", "2025-11-30", (left, right))


def curve() -> Curve:
    """A curve of a hundred points, cut twice."""
    points = tuple((x / 100, 1 - (1 - x / 100) ** 4) for x in range(101))
    cuts = (Cut(0.2, 0.5904, "A: 20% bring 59%"), Cut(0.5, 0.9375, "B: 30% bring 35%"))
    return Curve((Line(points, cuts),), "Share of customers", "Share of net revenue")


def bars() -> Bars:
    """What came and what went in each month, and the net change."""
    came = tuple(2000.0 + 450 * month for month in range(12))
    went = tuple(-1500.0 - 300 * month for month in range(12))
    return Bars(
        MONTHS,
        (
            Series("Came", came, "c1", tuple(f"{month}: came" for month in MONTHS)),
            Series("Went", went, "down", tuple(f"{month}: went" for month in MONTHS)),
        ),
        line=Series("Net", tuple(a + b for a, b in zip(came, went, strict=True)), "c8"),
        unit_title="Customers",
    )


def shares() -> Bars:
    """Five stages in each of 24 months."""
    months = tuple(f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13))
    stages = ("New", "Active", "Cooling", "Dormant", "Lapsed")
    return Bars(
        months,
        tuple(
            Series(stage, (0.2,) * 24, f"c{index + 1}", tuple(f"{m}, {stage}: 20%" for m in months))
            for index, stage in enumerate(stages)
        ),
        is_share=True,
    )


def cohorts() -> HeatMap:
    """A triangle of twelve months."""
    return HeatMap(
        MONTHS,
        tuple(map(str, range(12))),
        {
            (row, column): Cell(1 / (1 + column), f"{100 / (1 + column):.1f}%", "", "1")
            for row in range(12)
            for column in range(12 - row)
        },
        "First order",
        "Months since the first order",
        30,
        ("0%", "100%"),
    )


def ranks() -> Ranks:
    """Six segments by customers."""
    return Ranks(
        tuple(Rank(name, 600 - 100 * i, f"{600 - 100 * i}") for i, name in enumerate(SEGMENTS)),
        "Customers",
    )


def bubbles() -> Bubbles:
    """Six segments by orders and revenue."""
    return Bubbles(
        tuple(
            Bubble(2.0 * i, 500.0 * i, 100.0 * (i + 1), "c1", name)
            for i, name in enumerate(SEGMENTS)
        ),
        (0, 10),
        (0, 2500),
        "Orders",
        "Net revenue",
        (("Segment", "c1"),),
        (5, 1000),
        ("Few, large", "Many, large", "Few, small", "Many, small"),
    )


def trend() -> Trend:
    """Three lines over a year, one of them with a band and a gap."""
    rising = tuple(100.0 + 10 * month for month in range(12))
    return Trend(
        MONTHS,
        (
            Trace("Active", rising, "c1", tips=MONTHS),
            Trace("New", (None, *rising[1:5], None, *rising[6:]), "c2"),
            Trace("Expected", (50.0,) * 12, "c3", (40.0,) * 12, (70.0,) * 12),
        ),
        unit_title="Customers",
    )


USUAL: dict[str, Chart] = {
    "treemap": treemap(),
    "flow": flow(),
    "curve": curve(),
    "bars": bars(),
    "shares": shares(),
    "cohorts": cohorts(),
    "ranks": ranks(),
    "bubbles": bubbles(),
    "trend": trend(),
}

SMALL: dict[str, Chart] = {
    "treemap of nothing": Treemap(()),
    "treemap of zeros": Treemap((Tile("a", 0), Tile("b", 0))),
    "treemap of one": Treemap((Tile("a", 1),)),
    "flow of nothing": Flow(("a",), ("b",), ()),
    "flow of one": Flow(("a",), ("b",), (Stream(0, 0, 1),)),
    "curve of nothing": Curve(()),
    "curve without points": Curve((Line(()),)),
    "curve of one": Curve((Line(((0, 0), (1, 1)), (Cut(1, 1, "A: all"),)),)),
    "bars of nothing": Bars((), ()),
    "bars of zeros": Bars(("a", "b"), (Series("zero", (0, None), "c1"),)),
    "bars of one": Bars(("2025-11-30",), (Series("one", (1,), "c1"),)),
    "bars below zero": Bars(("a",), (Series("lost", (-3,), "down"),)),
    "heat map of nothing": HeatMap((), (), {}),
    "heat map of one": HeatMap(("5",), ("5",), {(0, 0): Cell(1, "1")}),
    "ranks of nothing": Ranks(()),
    "ranks of zeros": Ranks((Rank("a", 0, "0"), Rank("b", 0, "0"))),
    "ranks below zero": Ranks((Rank("a", 2, "2"), Rank("b", -1, "-1"))),
    "bubbles of nothing": Bubbles((), (0, 0), (0, 0)),
    "bubbles of one": Bubbles((Bubble(3, 3, 0, label="a"),), (3, 3), (3, 3)),
    "trend of nothing": Trend((), ()),
    "trend of one": Trend(("a",), (Trace("one", (5,)), Trace("two", (5,)))),
    "trend of unknown": Trend(("a", "b"), (Trace("one", (None, None)),)),
    "panels of nothing": Panels(()),
    "steps of nothing": Steps((), ()),
    "spark of nothing": Spark(()),
    "spark of unknown": Spark((None, None)),
    "spark of one": Spark((3,)),
    "spark of equal": Spark((3, None, 3)),
}

LONG: dict[str, Chart] = {
    "treemap": Treemap(tuple(Tile(odd, 5 - i, ODD, "q3", odd) for i, odd in enumerate(ODD))),
    "flow": Flow(
        ODD,
        ODD,
        tuple(Stream(i, j, 1 + i + j, "up", SCRIPT) for i in range(3) for j in range(3)),
        FORTY,
        CHINESE,
        (("1,234,567",) * 3, ("1",) * 3),
    ),
    "curve": Curve(
        tuple(
            Line(((0, 0), (0.3, 0.8), (1, 1)), (Cut(0.3, 0.8, odd), Cut(0.33, 0.8, odd)), odd)
            for odd in ODD
        ),
        FORTY,
        CHINESE,
        SCRIPT,
    ),
    "bars": Bars(ODD, tuple(Series(odd, (1, 2e6, -3e5), "c1", ODD) for odd in ODD)),
    "heat map": HeatMap(
        ODD, ODD, {(i, i): Cell(1, odd, odd) for i, odd in enumerate(ODD)}, *ODD[:2], ends=ODD[1:]
    ),
    "wide heat map": HeatMap(ODD, ODD * 5, {(0, 14): Cell(0.5, "1,000,000")}, SCRIPT, FORTY),
    "ranks": Ranks(tuple(Rank(odd, i + 1, "1,234,567 USD") for i, odd in enumerate(ODD)), FORTY),
    "bubbles": Bubbles(
        tuple(Bubble(i, i, 1, "c1", odd, odd) for i, odd in enumerate(ODD)),
        (0, 2),
        (0, 2),
        FORTY,
        CHINESE,
        tuple((odd, "c1") for odd in ODD),
        (1, 1),
        (*ODD, FORTY),
    ),
    "panels": Panels(tuple(Ranks((Rank(odd, 1, "1"),)) for odd in ODD)),
    "steps": Steps(
        ODD,
        tuple(
            Step(odd, (Stretch(0, 2, odd, 1, odd), Stretch(2, 3, odd, None, odd))) for odd in ODD
        ),
    ),
    "trend": Trend(
        ODD * 2,
        tuple(Trace(odd, (5, 4, 3, 4, 5, 5), f"c{i + 1}", tips=ODD) for i, odd in enumerate(ODD)),
        unit_title=CHINESE,
    ),
}

EVERY = {
    **USUAL,
    **{f"small: {name}": chart for name, chart in SMALL.items()},
    **{f"long: {name}": chart for name, chart in LONG.items()},
}
