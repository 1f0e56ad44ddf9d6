"""`tiers explain`: all that a database knows of one customer."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from runner.ask.amounts import Amounts, read_amounts
from runner.ask.nearest import nobody
from runner.ask.page import Action, Label, Page, Sentence
from runner.ask.schemes import LabelText, Scheme, read_labels, schemes_of
from runner.errors import UserError
from runner.project import Project, parse_day
from runner.serve.marks import Mark, read_marks
from runner.warehouse import Warehouse, open_warehouse

TIERS = "customer_tiers"
PROFILES = "int_customer_profiles"
KEYS = ("store_id", "customer_id", "as_of_date")
LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Question:
    """Who is asked for: a customer, at a day (the newest by default), in one store or in all.

    Attributes:
        customer: the id.
        as_of: YYYY-MM-DD.
        store: one store.
        include_personal: name, contacts and birth date too.
    """

    customer: str
    as_of: str | None = None
    store: str | None = None
    include_personal: bool = False


def explain_customer(project: Project, database: Path, question: Question) -> tuple[Page, ...]:
    """Read the page of a customer in each of the stores that know them.

    Raises:
        UserError: the database has no tiers, no such day or nobody of that id; it then names the
            nearest ids.
    """
    asked = parse_day(question.as_of, option="--as-of") if question.as_of else None
    with open_warehouse(database) as warehouse:
        marts = warehouse.tables()
        if TIERS not in marts:
            raise UserError(f"{database} has no {TIERS}.", "Run `tiers build` first.")
        day = asked or _newest(warehouse)
        # Planning the sentences takes as long as finding the customer.
        with ThreadPoolExecutor(1) as pool:
            told = pool.submit(_told, warehouse.apart(), question.customer.strip(), day)
            records = _records(warehouse, question)
            sentences = told.result()
        reader = Reader(
            warehouse,
            schemes=schemes_of(marts[TIERS], project.folder),
            texts=read_labels(warehouse),
            amounts=read_amounts(warehouse),
            traits=_traits(warehouse, project, question),
        )
        pages = tuple(reader.pages(records, day, sentences))
        if not pages:
            raise nobody(warehouse, question.customer, question.store, day=day, records=records)
        return pages


def _newest(warehouse: Warehouse) -> date:
    ((newest,),) = warehouse.rows(f"select max(as_of_date) from marts.{TIERS}")  # noqa: S608
    if not isinstance(newest, date):
        raise UserError(f"{warehouse.database} has no customers.", "Run `tiers build` first.")
    return newest


def _records(warehouse: Warehouse, question: Question) -> list[dict[str, Any]]:
    """The rows of the customer at all dates, the oldest first."""
    return warehouse.records(
        f"""
        select * from marts.{TIERS}
        where customer_id = ? and store_id = coalesce(?, store_id)
        order by store_id, as_of_date
        """,  # noqa: S608
        [question.customer.strip(), question.store],
    )


def _told(warehouse: Warehouse, customer: str, day: date) -> list[dict[str, Any]]:
    """What is said of a customer, in all stores."""
    if "tier_explanations" not in warehouse.tables():
        return []
    return warehouse.records(
        """
        select
            store_id, scheme, metric, metric_value, level, next_level, distance_to_next_level,
            explanation_en, explanation_zh
        from marts.tier_explanations
        where as_of_date = cast(? as date) and customer_id = ?
        """,
        [str(day), customer],
    )


def _traits(warehouse: Warehouse, project: Project, question: Question) -> tuple[str, ...]:
    """The columns of the profile that are shown."""
    columns = warehouse.tables("intermediate").get(PROFILES, ())
    marks = read_marks(project.folder, model=PROFILES) if columns else None
    return tuple(
        column
        for column in columns
        if column not in KEYS
        and marks
        and (question.include_personal or marks.of(PROFILES, column) == Mark())
    )


@dataclass(frozen=True)
class Reader:
    """Makes pages of rows, with what is the same for all customers."""

    warehouse: Warehouse
    schemes: Sequence[Scheme]
    texts: Mapping[tuple[str, str], LabelText]
    amounts: Amounts
    traits: Sequence[str]

    def pages(
        self, records: Sequence[Mapping[str, Any]], day: date, told: Sequence[Mapping[str, Any]]
    ) -> Iterator[Page]:
        """The page at a day in each store, of the rows of all dates and what is told of them."""
        columns = {column for scheme in self.schemes for column in scheme.columns}
        left_out = {*KEYS, *columns, *(f"headline_{each}" for each in LANGUAGES), "as_of_version"}
        for record in records:
            if record["as_of_date"] != day:
                continue
            store, customer, _ = keys = tuple(record[name] for name in KEYS)
            yield Page(
                store_id=store,
                customer_id=customer,
                as_of_date=day,
                headline=_in_languages(record, "headline"),
                profile=self._profile(store, customer),
                facts={
                    name: value
                    for name, value in record.items()
                    if name not in left_out and value is not None
                },
                labels=self._labels(record),
                sentences=self._sentences([row for row in told if row["store_id"] == store]),
                history={
                    past["as_of_date"]: self._labels(past)
                    for past in records
                    if past["store_id"] == store and past["as_of_date"] <= day
                },
                actions=self._actions(keys),
                amounts=self.amounts,
            )

    def _labels(self, record: Mapping[str, Any]) -> tuple[Label, ...]:
        """The labels of a row of customer_tiers; a scheme that is off gives none."""
        found = []
        for scheme in self.schemes:
            label = record[scheme.column]
            if label is not None:
                height = self._height(scheme.name, label)
                found.append(Label(scheme.name, label, scheme.names(record), height))
        return tuple(found)

    def _height(self, scheme: str, label: str) -> float | None:
        """Where a label stands between the lowest (0) and the highest (1) of its scheme."""
        ranks = [text.rank for (of, _), text in self.texts.items() if of == scheme]
        text = self.texts.get((scheme, label))
        if text is None or max(ranks) == min(ranks):
            return None
        return (text.rank - min(ranks)) / (max(ranks) - min(ranks))

    def _sentences(self, told: Sequence[Mapping[str, Any]]) -> tuple[Sentence, ...]:
        order = [scheme.name for scheme in self.schemes]
        found = []
        for row in told:
            upper = self.texts.get((row["scheme"], row["next_level"]))
            found.append(
                Sentence(
                    scheme=row["scheme"],
                    metric=row["metric"],
                    value=row["metric_value"],
                    level=row["level"],
                    next_level=row["next_level"],
                    distance=row["distance_to_next_level"],
                    text=_in_languages(row, "explanation"),
                    next_names=upper.names if upper else {},
                )
            )
        return tuple(sorted(found, key=lambda sentence: order.index(sentence.scheme)))

    def _profile(self, store: str, customer: str) -> Mapping[str, Any]:
        if not self.traits:
            return {}
        found = self.warehouse.records(
            f"""
            select {", ".join(self.traits)} from intermediate.{PROFILES}
            where store_id = ? and customer_id = ?
            """,  # noqa: S608
            [store, customer],
        )
        return {key: value for row in found for key, value in row.items() if value is not None}

    def _actions(self, keys: Sequence[object]) -> tuple[Action, ...]:
        if "customer_actions" not in self.warehouse.tables():
            return ()
        found = self.warehouse.records(
            """
            select * from marts.customer_actions
            where store_id = ? and customer_id = ? and as_of_date = cast(? as date)
            order by action_rank
            """,
            [*keys[:2], str(keys[2])],
        )
        parts = ("action", "label", "channel_label", "channel_note")
        return tuple(Action(*(_in_languages(row, part) for part in parts)) for row in found)


def _in_languages(row: Mapping[str, Any], column: str) -> dict[str, str]:
    """The texts of a column in each language that has one."""
    return {language: text for language in LANGUAGES if (text := row.get(f"{column}_{language}"))}
