"""How much of the net revenue few customers bring: the Pareto curve and its cuts."""

from collections.abc import Sequence
from decimal import Decimal

from runner.report.draw.curve import Curve, Cut, Line
from runner.report.shapes import Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords

NAME = "concentration"
# Shares of the customers of which the sentences speak; they say them themselves.
TOP, LEADING = Decimal("0.2"), Decimal("0.01")
FEW = 50  # buyers: below, ten of them are no small part
SMALL = Decimal("0.05")  # of the net revenue: what ten customers bring is not worth a word
STORES = 4  # lines that can be told apart
LABELLED = 2  # lines whose cuts have texts; of more, the table has them


def figure(source: Source) -> Figure | Missing:
    """The curve of each store, and what the first customers of all stores bring."""
    words = source.words(NAME)
    data, top = source.read(words), source.read(words, "concentration_top")
    stores = _stores(data)
    if not stores:
        return missing(words, as_of=source.as_of)
    curve = source.read(words, "concentration_curve")
    sentence = _sentence(words, data, top)
    shown = stores[:STORES]
    return Figure(
        NAME,
        words.title,
        sentence,
        data,
        Curve(
            tuple(
                Line(
                    _points(curve, store),
                    _cuts(words, data, store, count=len(shown)),
                    store if len(shown) > 1 else "",
                    f"c{place}",
                )
                for place, store in enumerate(shown, start=1)
            ),
            x_title=words.word("x_axis"),
            y_title=words.word("y_axis"),
            diagonal=words.word("diagonal"),
        ),
        lead=sentence,
        notes=_notes(words, data, stores),
        more=((words.word("top"), top), (words.word("curve"), curve)),
    )


def _stores(data: Data) -> list[str]:
    """Those with net revenue, the largest first."""
    of_store: dict[str, Decimal] = {}
    for row in data.records:
        if row["net_revenue_share_up_to"] is not None:
            of_store[row["store_id"]] = (
                of_store.get(row["store_id"], Decimal()) + row["net_revenue"]
            )
    return sorted(of_store, key=lambda store: (-of_store[store], store))


def _sentence(words: FigureWords, data: Data, top: Data) -> Said:
    buyers = sum(data.values("customer_count"))
    if buyers == 1:
        return words.say("sentence_one")
    shares = {row["customer_share_up_to"]: row for row in top.records}
    first, ten, leading = shares[TOP], shares[None], shares[LEADING]
    told = {"customers": first["customer_count"], "share": first["net_revenue_share_up_to"]}
    if buyers < FEW:
        return words.say("sentence_few", buyers=buyers, **told)
    if ten["net_revenue_share_up_to"] < SMALL:
        return words.say(
            "sentence_leading",
            leading_customers=leading["customer_count"],
            leading_share=leading["net_revenue_share_up_to"],
            **told,
        )
    return words.say(
        "sentence",
        ten=ten["customer_count"],
        ten_share=ten["net_revenue_share_up_to"],
        **told,
    )


def _points(curve: Data, store: str) -> tuple[tuple[float, float], ...]:
    points = [
        (float(row["customer_share_up_to"]), float(row["net_revenue_share_up_to"]))
        for row in curve.records
        if row["store_id"] == store
    ]
    return ((0.0, 0.0), *points)


def _cuts(words: FigureWords, data: Data, store: str, *, count: int) -> tuple[Cut, ...]:
    """Where the classes of a store end, of so many stores that are shown."""
    names = next(column.names for column in data.columns if column.name == "abc_class")
    cuts: list[Cut] = []
    for row in data.records:
        x, y = row["customer_share_up_to"], row["net_revenue_share_up_to"]
        if row["store_id"] != store or x == 1:
            continue
        name = names.get(row["abc_class"], row["abc_class"])
        if cuts:
            name = words.say("down_to", label=name).text
        label = name if count == 1 else words.say("of_store", store=store, label=name).text
        text = words.say("cut", label=label, customers=x, revenue=y).text
        cuts.append(Cut(x, y, text if count <= LABELLED else ""))
    return tuple(cuts)


def _notes(words: FigureWords, data: Data, stores: Sequence[str]) -> tuple[Said, ...]:
    notes = []
    if below := sum(data.values("negative_customer_count")):
        notes.append(words.say("negative", customers=below))
    if len(stores) > 1:
        notes.append(words.say("by_store"))
    if len(stores) > STORES:
        notes.append(words.say("most_stores"))
    return tuple(notes)
