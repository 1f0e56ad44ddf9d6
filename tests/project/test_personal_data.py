"""Every column with personal data or ids says so: followed through the models by marked rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import pytest

from runner.mapping import read_words
from runner.serve.marks import TREATMENTS
from tests.conftest import PROJECT
from tests.project.conftest import Manifest, Node
from tests.results.dirty import JUDGED
from tests.results.shop import Row, Shop
from tests.results.variants import project_of

Column = tuple[str, str]
BORN = (JUDGED + timedelta(days=5)).replace(year=1908)
BIRTHDAY = JUDGED + timedelta(days=5)


class Kind(StrEnum):
    """What an input column says of a person; all others are of the shop or its goods."""

    PERSONAL = "who it is"
    ATTRIBUTE = "how it is"
    CUSTOMER = "its id"
    ORDER = "the id of an order"


# Each has a value by which it is found wherever it comes out, in any case.
MARKERS: Mapping[Kind, Mapping[str, str]] = {
    Kind.PERSONAL: {
        "full_name": "Quilla Quux",
        "email": "Qmail@example.com",
        "phone": "+99 555 0199",
        "birth_date": str(BORN),
    },
    Kind.ATTRIBUTE: {
        "gender": "quuxish",
        "income_band": "quuxillions",
        "region": "Quuxland",
        "acquisition_channel": "Quuxvertising",
    },
    Kind.CUSTOMER: {
        "customer_id": "QUUXER",
        "alias_customer_id": "QUUXALIAS",
        "referrer_customer_id": "QUUXFRIEND",
        "referred_customer_id": "QUUXERBYFRIEND",
    },
    Kind.ORDER: {"order_id": "QUUXORDER"},
}
# A birthday is the day of birth without its year.
DERIVED = {Kind.PERSONAL: (str(BIRTHDAY),)}
# Words, dates and figures of the shop: they leave as they are, whatever it writes there.
OF_THE_SHOP = {
    *("store_id", "ordered_at", "gross_amount", "order_status", "discount_amount"),
    *("refund_amount", "refunded_at", "cost_amount", "currency", "channel", "category"),
    *("rate_date", "rate_to_reporting", "registered_at", "is_strategic", "decision_role"),
    *("product_id", "quantity", "net_amount", "given_at", "rating", "nps", "is_complaint"),
    "referred_at",
    # What `tiers cluster` learned: words and figures of no single customer.
    *("learned_date", "learned_customer_count", "cluster_count", "fidelity", "silhouette"),
    *("rfm_agreement", "cluster_id", "cluster_name_en", "cluster_name_zh", "stability"),
    *("box_number", "metric", "lower_bound", "upper_bound", "unknown_values", "condition_en"),
    *("condition_zh", "finding_en", "finding_zh", "kmo", "factor", "factor_name_en"),
    *("factor_name_zh", "eigenvalue", "chance_eigenvalue", "variance_share", "loading"),
}
# Raw values of customers: a mapping may put anything into any of them.
RAW_MODELS = ("stg_tiers__customers", "int_screened_customers")


@dataclass(frozen=True)
class Marked:
    """What the project says of its columns, by table and column: of models and seeds."""

    personal: Mapping[Column, str]
    ids: Mapping[Column, str]
    rows: Mapping[str, str]

    def hides(self, column: Column) -> bool:
        """Whether its values do not leave, or not as they are."""
        return self.personal.get(column, "attribute") != "attribute"


@pytest.fixture(scope="module")
def marked(manifest: Manifest) -> Marked:
    metas = {
        (node["name"], column): told["config"]["meta"]
        for node in nodes(manifest)
        for column, told in node["columns"].items()
    }
    return Marked(
        personal={
            column: str(meta["personal_data"]).lower()
            for column, meta in metas.items()
            if meta.get("personal_data")
        },
        ids={column: meta["identifies"] for column, meta in metas.items() if "identifies" in meta},
        rows={
            node["name"]: node["config"]["meta"]["personal_rows"]
            for node in nodes(manifest)
            if "personal_rows" in node["config"].get("meta", {})
        },
    )


def nodes(manifest: Manifest) -> Iterator[Node]:
    for node in manifest["nodes"].values():
        if node["resource_type"] in ("model", "seed"):
            yield node


def shop_rows() -> tuple[list[Row], dict[str, list[Row]]]:
    """A customer, registered twice, with orders, and of each input a row that is rejected."""
    of = {name: marker for markers in MARKERS.values() for name, marker in markers.items()}
    person = {name: of[name] for name in (*MARKERS[Kind.PERSONAL], *MARKERS[Kind.ATTRIBUTE])}
    customer = {**person, "customer_id": of["customer_id"], "store_id": "s"}
    order = {"customer_id": of["customer_id"], "store_id": "s", "gross_amount": "5"}
    number, later = f"{of['order_id']}1", str(JUDGED - timedelta(days=1))
    orders = [
        {**order, "order_id": f"{of['order_id']}{day}", "ordered_at": str(JUDGED - timedelta(day))}
        for day in range(3)
    ]
    friend = {"referrer_customer_id": of["customer_id"], "referred_at": later}
    more: dict[str, list[Row]] = {
        "customers": [{**customer, "registered_at": "2020-01-01"}, customer],
        "customer_aliases": [
            {"alias_customer_id": of["alias_customer_id"], "customer_id": of["customer_id"]},
            {"alias_customer_id": of["alias_customer_id"], "customer_id": of["alias_customer_id"]},
        ],
        "referrals": [
            {**friend, "referred_customer_id": of["referred_customer_id"]},
            {**friend, "referred_customer_id": of["customer_id"]},
            {
                "referrer_customer_id": of["referrer_customer_id"],
                "referred_customer_id": of["customer_id"],
                "referred_at": later,
            },
        ],
        "feedback": [
            {
                "customer_id": of["customer_id"],
                "order_id": number,
                "given_at": later,
                "rating": each,
            }
            for each in ("5", "many")
        ],
        "refunds": [
            {"order_id": number, "store_id": "s", "refunded_at": later, "refund_amount": each}
            for each in ("1", "-1")
        ],
        "order_lines": [
            {"order_id": number, "store_id": "s", "product_id": "p", "net_amount": each}
            for each in ("5", "much")
        ],
    }
    rejected = {**orders[0], "order_id": f"{of['order_id']}9", "gross_amount": "much"}
    return [*orders, rejected], more


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(project_of("defaults", tmp_path_factory))
    orders, more = shop_rows()
    shop.run(orders, more=more).build()
    return shop


@pytest.fixture(scope="module")
def found(shop: Shop) -> Mapping[Kind, set[Column]]:
    """The columns to which each kind of marker came."""
    tables = shop.connection.execute(
        """
        select table_schema || '.' || table_name, table_name, list(column_name)
        from information_schema.columns
        where table_schema <> 'main'
        group by all
        """
    ).fetchall()
    came: dict[Kind, set[Column]] = {kind: set() for kind in Kind}
    for relation, table, columns in tables:
        asked = [(kind, column) for column in columns for kind in Kind]
        tests = ", ".join(f"coalesce(bool_or({_holds(*each)}), false)" for each in asked)
        (answers,) = shop.connection.execute(f"select {tests} from {relation}").fetchall()
        for (kind, column), holds in zip(asked, answers, strict=True):
            if holds:
                came[kind].add((table, column))
    return came


def _holds(kind: Kind, column: str) -> str:
    markers = (*MARKERS[kind].values(), *DERIVED.get(kind, ()))
    return " or ".join(f"contains(lower({column}::text), '{each.lower()}')" for each in markers)


def test_of_every_input_column_it_is_said_what_it_is() -> None:
    """A new one must be told here to be of a person or of the shop."""
    known = {name for columns in read_words(PROJECT).columns.values() for name in columns}
    told = [*OF_THE_SHOP, *(name for markers in MARKERS.values() for name in markers)]
    assert sorted(known) == sorted(told)


def test_every_marker_comes_out_somewhere(shop: Shop, found: Mapping[Kind, set[Column]]) -> None:
    assert {"stg_tiers__customers", "int_customer_profiles", "care_calendar", "rejected_rows"} <= {
        table for table, _ in found[Kind.PERSONAL]
    }
    inputs = shop.connection.execute("select distinct input_name from marts.rejected_rows")
    assert {name for (name,) in inputs.fetchall()} == set(shop_rows()[1])
    assert ("rejected_orders", "raw_order_id") in found[Kind.ORDER]
    assert len(found[Kind.CUSTOMER]) > 50


def test_every_column_with_personal_data_is_marked(
    found: Mapping[Kind, set[Column]], marked: Marked
) -> None:
    assert sorted(each for each in found[Kind.PERSONAL] if not marked.hides(each)) == []


def test_every_column_with_an_attribute_is_marked(
    found: Mapping[Kind, set[Column]], marked: Marked
) -> None:
    """By which channel somebody came says nothing of the person, but is followed too."""
    channels = {each for each in found[Kind.ATTRIBUTE] if each[1] == "acquisition_channel"}
    assert len(channels) >= 4
    assert sorted(found[Kind.ATTRIBUTE] - channels - marked.personal.keys()) == []


@pytest.mark.parametrize("kind", [Kind.CUSTOMER, Kind.ORDER])
def test_every_id_in_a_mart_says_of_whom_or_is_masked(
    models: Mapping[str, Node],
    found: Mapping[Kind, set[Column]],
    marked: Marked,
    kind: Kind,
) -> None:
    marts = {name for name, node in models.items() if node["schema"] == "marts"}
    of_marts = {column for column in found[kind] if column[0] in marts}
    assert len(of_marts) > 2
    told = {column for column in of_marts if marked.ids.get(column) == kind.name.lower()}
    assert told
    assert sorted(each for each in of_marts - told if not marked.hides(each)) == []


def test_every_mart_with_a_column_called_like_an_id_marks_it(
    models: Mapping[str, Node], marked: Marked
) -> None:
    called = {
        (name, column): column.removesuffix("_id")
        for name, node in models.items()
        if node["schema"] == "marts"
        for column in node["columns"]
        if column in {"customer_id", "order_id"}
    }
    assert len(called) > 20
    assert called.items() <= marked.ids.items()


def test_no_sentence_says_who_somebody_is(found: Mapping[Kind, set[Column]]) -> None:
    """Headlines, explanations, actions and labels hold no id, name, birthday or attribute."""
    sentences = {
        column
        for columns in found.values()
        for column in columns
        if column[1].endswith(("_en", "_zh")) or "sentence" in column[1]
    }
    assert sentences == set()


def test_what_is_personal_in_some_rows_is_left_out_with_them(
    shop: Shop, found: Mapping[Kind, set[Column]], marked: Marked
) -> None:
    in_rows = {column for column, told in marked.personal.items() if told == "rows"}
    assert {table for table, _ in in_rows} == set(marked.rows) == {"care_calendar"}
    assert in_rows <= found[Kind.PERSONAL]
    for table, column in in_rows:
        sql = f"""
            select count(*) filter (where {column} = ?), count(*) from marts.{table}
            where ({marked.rows[table]}) is not true
        """
        ((personal, others),) = shop.connection.execute(sql, [BIRTHDAY]).fetchall()
        assert (personal, others > 0) == (0, True)


def test_every_column_that_is_called_like_personal_data_is_marked(
    manifest: Manifest, marked: Marked
) -> None:
    hidden, attributes = set(MARKERS[Kind.PERSONAL]), {"gender", "income_band", "region"}
    called = {
        (node["name"], column): column.removeprefix("raw_")
        for node in nodes(manifest)
        for column in node["columns"]
        if column.removeprefix("raw_") in {*hidden, *attributes, "row"}
    }
    assert ("sample_customers", "email") in called
    assert sorted(each for each in called if each not in marked.personal) == []
    assert [
        each for each, name in called.items() if name in hidden and not marked.hides(each)
    ] == []


def test_no_column_is_marked_without_personal_data(
    manifest: Manifest, found: Mapping[Kind, set[Column]], marked: Marked
) -> None:
    seeds = {node["name"] for node in nodes(manifest) if node["resource_type"] == "seed"}
    raw = {
        (table, column)
        for table, column in marked.personal
        if column.startswith("raw_") and table in (*RAW_MODELS, "rejected_orders")
    }
    of_seeds = {column for column in marked.personal if column[0] in seeds}
    people = set(MARKERS[Kind.PERSONAL]) | {"gender", "income_band", "region"}
    assert {column for _, column in of_seeds} == people
    came = found[Kind.PERSONAL] | found[Kind.ATTRIBUTE]
    assert sorted(marked.personal.keys() - came - raw - of_seeds) == []
    assert {*marked.personal.values()} <= TREATMENTS.keys() - {"", "false"}


def test_all_raw_values_of_customers_and_rejected_orders_are_marked(
    manifest: Manifest, marked: Marked
) -> None:
    raw = {
        (node["name"], column)
        for node in nodes(manifest)
        if node["name"] in (*RAW_MODELS, "rejected_orders")
        for column in node["columns"]
        if column.startswith("raw_")
    }
    assert len(raw) == 39
    assert all(marked.hides(column) for column in raw)
