"""Which preset a header belongs to, what of it fits an older export, and what a preset must say."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from runner.errors import UserError
from runner.intake.fitting import fit
from runner.intake.preset_checks import check_mapping
from runner.intake.preset_file import Preset, folded, read_preset
from runner.intake.presets import presets, recognise
from runner.warehouse import in_memory
from tests.intake.test_presets import KEYS, files_of

# A shop system that nobody has: what the tests change, one thing at a time.
SMALL: dict[str, Any] = {
    "name": "Small shop",
    "zh": "小店",
    "sources": ["https://example.com/export"],
    "header": ["No", "Buyer", "Day", "Sum"],
    "inputs": {
        "orders": {
            "columns": {
                "order_id": "No",
                "customer_id": ["coalesce(Mail, Buyer)", "Buyer"],
                "ordered_at": "Day",
                "gross_amount": "Sum",
                "discount_amount": "Off",
                "channel": "'shop'",
            },
            "statuses": {"Paid": "completed"},
        },
        "order_lines": {"columns": {"order_id": "No", "product_id": "Item"}},
        "customer_aliases": {"columns": {"alias_customer_id": "Mail", "customer_id": "Buyer"}},
    },
    "traps": ["None."],
    "traps_zh": ["无。"],
}
HEADER = ["No", "Buyer", "Day", "Sum", "Off", "Mail", "Item"]


def small(folder: Path, **changes: object) -> Preset:
    """The small shop's preset with other keys; None takes one away."""
    content = {key: value for key, value in (SMALL | changes).items() if value is not None}
    file = folder / "small_shop.yml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return read_preset(file)


def orders(**changes: object) -> dict[str, object]:
    """The inputs with other keys of the orders."""
    return {**SMALL["inputs"], "orders": {**SMALL["inputs"]["orders"], **changes}}


def columns(**changes: object) -> dict[str, object]:
    """The inputs with other columns of the orders."""
    return orders(columns={**SMALL["inputs"]["orders"]["columns"], **changes})


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.key)
def test_the_mapping_of_a_preset_is_allowed_and_its_sources_are_named(preset: Preset) -> None:
    check_mapping(preset)
    assert all("://" in source for source in preset.sources)


def fitting(file: Path) -> set[str]:
    """The presets of which one of the first lines has the whole header."""
    lines = file.read_text(encoding="utf-8-sig").splitlines()[:30]
    headers = [
        next(csv.reader([line], delimiter=sign), []) for line in lines for sign in (",", ";", "\t")
    ]
    return {
        preset.key
        for preset in presets()
        for header in headers
        if {folded(name) for name in preset.header} <= {folded(name) for name in header}
    }


@pytest.mark.parametrize("folder", KEYS)
def test_an_export_is_known_by_its_own_preset_and_by_no_other(folder: str) -> None:
    found = [fitting(file) for file in files_of(folder)]
    assert {folder} in found
    assert all(len(keys) <= 1 for keys in found)


def test_each_preset_has_an_export() -> None:
    tried = {key for folder in KEYS for file in files_of(folder) for key in fitting(file)}
    assert tried == {preset.key for preset in presets()}


def test_a_header_is_known_in_any_order_and_case_and_among_more_columns(tmp_path: Path) -> None:
    preset = small(tmp_path)
    assert recognise(["\ufeffSUM", "day ", "note", "Buyer", "no"], among=[preset]) == preset
    assert recognise(["No", "Buyer", "Day"], among=[preset]) is None


def test_of_several_the_longest_header_counts_and_of_two_alike_none(tmp_path: Path) -> None:
    short = small(tmp_path)
    longer = small(tmp_path, header=[*SMALL["header"], "Off"])
    other = small(tmp_path, header=[*SMALL["header"], "Item"])
    assert recognise(HEADER, among=[short, longer]) == longer
    assert recognise(HEADER, among=[short, longer, other]) is None
    assert recognise(["No", "Buyer", "Day", "Sum"], among=[short, longer]) == short


def test_a_whole_export_has_all_inputs_and_the_first_of_each_list(tmp_path: Path) -> None:
    fitted = fit(small(tmp_path), HEADER)
    assert list(fitted.inputs) == ["orders", "order_lines", "customer_aliases"]
    assert (
        fitted.inputs["orders"]
        == orders(
            columns={
                **SMALL["inputs"]["orders"]["columns"],
                "customer_id": "coalesce(Mail, Buyer)",
            }
        )["orders"]
    )
    assert fitted.left_out == {}


def test_an_older_export_goes_without_what_is_optional_and_with_the_next_of_a_list(
    tmp_path: Path,
) -> None:
    fitted = fit(small(tmp_path), ["no", "buyer", "day", "sum"])
    assert fitted.inputs["orders"]["columns"] == {
        "order_id": "No",
        "customer_id": "Buyer",
        "ordered_at": "Day",
        "gross_amount": "Sum",
        "channel": "'shop'",
    }
    assert fitted.inputs["order_lines"] == {"columns": {"order_id": "No"}}
    assert "customer_aliases" not in fitted.inputs
    assert fitted.left_out == {
        "orders.columns.discount_amount": ("Off",),
        "order_lines.columns.product_id": ("Item",),
        "customer_aliases.columns.alias_customer_id": ("Mail",),
    }


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (columns(gross_amount="Total * Rate"), "columns Total, Rate, which orders.columns.gross"),
        (columns(order_id="Reference"), "column Reference, which orders.columns.order_id needs"),
        (orders(leave_out="Mode = 'Test'"), "column Mode, which orders.leave_out needs"),
    ],
    ids=["two", "one", "leave_out"],
)
def test_what_is_needed_and_not_there_is_an_error(
    tmp_path: Path, inputs: dict[str, object], words: str
) -> None:
    with pytest.raises(UserError, match=words):
        fit(small(tmp_path, inputs=inputs), HEADER)


def test_the_columns_of_a_joined_file_and_of_a_lambda_are_not_looked_for(tmp_path: Path) -> None:
    preset = small(
        tmp_path,
        inputs=orders(
            joins={"product": {"location": "products.csv", "on": {"Item": "id"}}},
            columns={
                **SMALL["inputs"]["orders"]["columns"],
                "category": "product.Category",
                "gross_amount": "list_transform([Sum], lambda each: each)[1]",
            },
        ),
    )
    assert "category" in fit(preset, HEADER).inputs["orders"]["columns"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"header": None}, "the key header is missing"),
        ({"traps_zh": []}, "the key traps_zh is missing or empty"),
        ({"traps": ["One.", "Two."]}, "traps has 2 sentences and traps_zh 1"),
        ({"headers": ["No"]}, "has a key headers, which is not known. Did you mean header"),
        ({"header": "No, Buyer"}, "header is No, Buyer; it must be a list of texts"),
        ({"header": ["No", 5]}, "header is .*; it must be a list of texts"),
        ({"name": ["Small"]}, "name is .*; it must be one text"),
        ({"ask": ["weather"]}, "ask has weather; it may have date_order"),
        ({"inputs": {"order": {}}}, "inputs has a key order, which is not known"),
        ({"inputs": {"orders": {"columns": {"order_id": "No"}}}}, "orders.columns has no customer"),
        ({"ask": ["date_order"], "inputs": columns(ordered_at="trim(Day)")}, "ordered_at is trim"),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
def test_a_preset_that_is_not_whole_gets_an_error_with_its_file_and_key(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    with pytest.raises(UserError, match=words) as error:
        small(tmp_path, **change)
    assert str(error.value).startswith("small_shop.yml: ")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"inputs": columns(channel="lower(Buyer")},
            "columns.channel is .* not one SQL expression",
        ),
        ({"inputs": columns(channel=["Buyer", "now()"])}, "the function now is not among those"),
        ({"inputs": columns(grossamount="Sum")}, "grossamount, which is not known"),
        ({"inputs": orders(leave_out=["Mode = 1", "exists (select 1)"])}, "a subquery is not"),
        ({"inputs": orders(statuses={"Paid": "done"})}, "statuses.Paid is done; it must be"),
        ({"inputs": orders(grain="item")}, "grain is item; it must be order or line"),
        ({"inputs": orders(location="x.csv")}, "orders.location is for inputs.yml"),
        ({"variables": {"source_timezon": "UTC"}}, "source_timezon, which is not known"),
    ],
    ids=lambda value: "" if isinstance(value, str) else None,
)
def test_a_mapping_that_is_not_allowed_gets_an_error_with_its_file_and_key(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    with pytest.raises(UserError, match=words) as error:
        fit(small(tmp_path, **change), HEADER)
    assert str(error.value).startswith("small_shop.yml: ")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("€1,234.50", "1234.50"),
        ("1.234,50 €", "1234.50"),
        ("1\u202f234,50\xa0€", "1234.50"),
        ("US$ 0.05", "0.05"),
        ("€20", "20"),
        ("¥1,234", "¥1,234"),
        ("1.234 €", "1.234 €"),
        ("61.800000", "61.800000"),
        ("1.234 KD", "1.234 KD"),
        ("-€5.00", "-€5.00"),
    ],
)
def test_a_total_written_for_people_is_read_or_stays_as_it_is(text: str, amount: str) -> None:
    (preset,) = (preset for preset in presets() if preset.key == "prestashop_orders")
    expression = preset.inputs["orders"]["columns"]["gross_amount"]
    with in_memory() as connection:
        row = connection.execute(f"select {expression} from (select ? as Total)", [text]).fetchone()
    assert row == (amount,)
