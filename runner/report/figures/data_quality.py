"""What was rejected and why, what is known of the buyers, and until when orders are there."""

from collections import Counter
from collections.abc import Mapping

from runner.report.draw.ranks import Rank, Ranks
from runner.report.figures import reconciliation
from runner.report.shapes import Card, Data, Figure, Missing, Said
from runner.report.source import Source, missing
from runner.report.words import FigureWords
from runner.swap import Swap, identity_of
from runner.tested import read_tested

NAME, TABLE, OTHERS = "data_quality", "rejected_orders", "rejected_rows"
INPUTS, KNOWN, STORES = f"{NAME}_inputs", f"{NAME}_known", f"{NAME}_stores"
LOG = "build_log"


def figure(source: Source) -> Figure | Missing:
    """The rejected rows, what is known, and how fresh and tested the database is."""
    words = source.words(NAME)
    if tables := source.lacks(TABLE, OTHERS):
        return missing(words, tables=tables)
    data, others = source.read(words), source.read(words, INPUTS)
    known, stores = source.read(words, KNOWN), source.read(words, STORES)
    reasons = _reasons(data)
    came_in = _rows(source)
    rows = sum(map(int, came_in.values("entered_row_count"))) if came_in else None
    tests = _tests(source)
    notes = [*_unknown(words, known)]
    if source.store is not None and others.rows:
        notes.append(words.say("note_store"))
    if (data.rows or others.rows) and reconciliation.is_older(source):
        notes.append(words.say("note_newest", as_of=source.as_of))
    if tests is None:
        notes.append(words.say("note_untested"))
    more = {"rows": came_in, "inputs": others, "known": known, "stores": stores}
    return Figure(
        NAME,
        words.title,
        _sentence(words, reasons, rows),
        data,
        _chart(words, reasons) if reasons else None,
        lead=_lead(words, data, rows),
        notes=tuple(notes),
        cards=(*_dates(source, words, stores), _test_card(words, tests)),
        more=tuple((words.word(name), each) for name, each in more.items() if each and each.rows),
    )


def _reasons(data: Data) -> Mapping[str, int]:
    """The rows by the name of the reason, the most frequent first."""
    (column,) = (column for column in data.columns if column.name == "rejection_reason")
    counts: Counter[str] = Counter()
    for row in data.records:
        reason = row["rejection_reason"]
        counts[column.names.get(reason, reason)] += row["row_count"]
    return dict(counts.most_common())


def _rows(source: Source) -> Data | None:
    """The rows of orders that came in; none if the database does not say."""
    if source.lacks(reconciliation.TABLE):
        return None
    return source.read(source.words(reconciliation.NAME), reconciliation.ROWS)


def _sentence(words: FigureWords, reasons: Mapping[str, int], rows: int | None) -> Said:
    if not reasons:
        return words.say("sentence_none")
    rejected = sum(reasons.values())
    reason, most = next(iter(reasons.items()))
    if not rows:
        return words.say("sentence_count", rejected=rejected, reason=reason, most=most)
    values = {"rejected": rejected, "rows": rows, "share": rejected / rows, "reason": reason}
    if len(reasons) == 1:
        return words.say("sentence_one", **values)
    return words.say("sentence", **values, most=most)


def _lead(words: FigureWords, data: Data, rows: int | None) -> Said | None:
    rejected = sum(data.values("row_count"))
    if not rejected or not rows:
        return None
    values = {"rejected": rejected, "rows": rows, "share": rejected / rows}
    currencies = set(data.values("currency"))
    amount = sum(amount or 0 for amount in data.values("source_gross_amount"))
    if len(currencies) == 1 and None not in currencies and amount > 0:
        return words.say("lead_amount", **values, amount=amount, currency=currencies.pop())
    return words.say("lead", **values)


def _unknown(words: FigureWords, known: Data) -> tuple[Said, ...]:
    """Facts that are known of no buyer, where there are buyers."""
    if None in known.values("customer_share"):
        return ()
    names = known.columns[0].names
    facts = [names[row["fact"]] for row in known.records if not row["customer_count"]]
    return (words.say("note_unknown", facts=words.word("comma").join(facts)),) if facts else ()


def _chart(words: FigureWords, reasons: Mapping[str, int]) -> Ranks:
    return Ranks(
        bars=tuple(
            Rank(
                label=reason,
                value=rows,
                text=words.numbers.count(rows),
                tip=words.say("tip", reason=reason, rows=rows).text,
            )
            for reason, rows in reasons.items()
        ),
        title=words.word("reasons"),
    )


def _dates(source: Source, words: FigureWords, stores: Data) -> tuple[Card, ...]:
    last = max((day for day in stores.values("last_order_date") if day), default=None)
    cards = [Card(words.word("last"), str(last))] if last else []
    if LOG in source.warehouse.tables("intermediate"):
        ((built,),) = source.warehouse.rows("select max(started_at) from intermediate.build_log")
        if built:
            cards.append(Card(words.word("built"), f"{built:%Y-%m-%d}", f"{built:%H:%M} UTC"))
    return tuple(cards)


def _tests(source: Source) -> Mapping[str, int] | None:
    """How many data tests passed and warned; none if that is not known."""
    database = source.warehouse.database.resolve()
    try:
        return read_tested(Swap(database), identity_of(database))
    except OSError:
        return None


def _test_card(words: FigureWords, tests: Mapping[str, int] | None) -> Card:
    if tests is None:
        return Card(words.word("tests"), words.word("untested"))
    warned = tests.get("warn", 0)
    return Card(
        words.word("tests"),
        words.say("passed", passed=tests["pass"]).text,
        words.say("warned", warned=warned).text if warned else "",
    )
