"""Pseudonyms and masks: checked against Python's own HMAC and its tables of characters."""

import hashlib
import hmac
import stat
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runner.choices import Language
from runner.console import Terminal
from runner.errors import UserError
from runner.options import privacy_of
from runner.serve.privacy import Privacy, masked, masked_row, read_key
from runner.warehouse import in_memory

KEY = bytes(range(32))
IDS = (
    *("", " ", "0", "007", "C10387", "c10387", "o'hara", '"', "\\", "%", "a\nb", "a\0b", "; x=1"),
    *("张伟", "Ünal", "U\u0308nal", "👩‍👩‍👧", "\u202eabc", "\U0010fffd", "ﬁ", "x" * 1_000_000),
)


def calculated(expression: str, values: Sequence[str | None]) -> list[Any]:
    """What DuckDB makes of an expression of `value`, for each of these."""
    with in_memory() as connection:
        rows = connection.execute(
            f"select {expression} from (select unnest(?::text[]) as value)", [list(values)]
        ).fetchall()
    return [found for (found,) in rows]


def hashed(key: bytes, message: str) -> str:
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()[:32]


@pytest.mark.parametrize("size", [32, 33, 63, 64])
def test_a_pseudonym_is_the_hmac_of_kind_and_id(size: int) -> None:
    key = bytes(255 - number for number in range(size))
    sql = Privacy(key=key).pseudonym("customer", "value")
    assert calculated(sql, IDS) == [hashed(key, f"customer:{value}") for value in IDS]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))), st.binary(min_size=32))
def test_any_id_and_any_key_give_their_hmac(values: list[str], key: bytes) -> None:
    file_key = hashlib.sha256(key).digest() if len(key) > 64 else key
    sql = Privacy(key=file_key).pseudonym("order", "value")
    assert calculated(sql, values) == [hashed(key, f"order:{value}") for value in values]


def test_ids_of_two_kinds_have_other_pseudonyms_and_nobody_has_none() -> None:
    privacy = Privacy(key=KEY)
    (customer, order, none) = (
        *calculated(privacy.pseudonym("customer", "value"), ["7"]),
        *calculated(privacy.pseudonym("order", "value"), ["7"]),
        *calculated(privacy.pseudonym("order", "value"), [None]),
    )
    assert len({customer, order, "7"}) == 3
    assert none is None
    assert Privacy().pseudonym("customer", "value") == "value"


def test_a_kind_is_text_whatever_it_holds() -> None:
    (found,) = calculated(Privacy(key=KEY).pseudonym("o'x", "value"), ["7"])
    assert found == hashed(KEY, "o'x:7")


def test_a_long_key_is_the_one_of_any_other_hmac(tmp_path: Path) -> None:
    key = bytes(range(200))
    file = tmp_path / "key"
    file.write_bytes(key)
    (found,) = calculated(Privacy(key=read_key(file)).pseudonym("customer", "value"), ["7"])
    assert found == hashed(key, "customer:7")


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_line_break_at_the_end_is_no_part_of_the_key(tmp_path: Path, end: str) -> None:
    file = tmp_path / "key"
    file.write_bytes(b"f" * 64 + end.encode())
    assert read_key(file) == b"f" * 64


@pytest.mark.parametrize("content", [b"", b"\n", b"x" * 31, b"x" * 31 + b"\n"])
def test_a_short_key_is_refused_and_not_shown(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    with pytest.raises(UserError, match="and 32 are needed") as caught:
        read_key(file)
    assert "xxx" not in str(caught.value)
    assert caught.value.code == 2


def test_a_key_file_that_is_not_there_or_no_file_is_named(tmp_path: Path) -> None:
    for file in (tmp_path / "none", tmp_path):
        with pytest.raises(UserError, match=f"Can't read the key file {file}: "):
            read_key(file)


def test_the_key_is_shown_nowhere() -> None:
    privacy = Privacy(key=b"k" * 40)
    told = f"{privacy!r} {privacy}"
    assert "kkk" not in told
    assert (b"k" * 40).hex() not in told


@pytest.mark.parametrize(("mode", "warns"), [(0o600, False), (0o640, True), (0o604, True)])
def test_a_key_that_others_can_read_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mode: int, *, warns: bool
) -> None:
    file = tmp_path / "key"
    file.write_bytes(KEY)
    file.chmod(mode)
    for language in Language:
        privacy = privacy_of(
            Terminal(as_json=True, language=language), include_personal=False, pseudonymise=file
        )
        shown = capsys.readouterr()
        assert privacy == Privacy(key=KEY)
        assert ("chmod 600" in shown.err) is warns
        assert shown.out == ""
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_to_name_the_customers_and_to_hide_who_they_are_is_refused(tmp_path: Path) -> None:
    terminal = Terminal()
    assert privacy_of(terminal, include_personal=True, pseudonymise=None) == Privacy(
        include_personal=True
    )
    assert privacy_of(terminal, include_personal=False, pseudonymise=None) == Privacy()
    with pytest.raises(UserError, match="contradict each other"):
        privacy_of(terminal, include_personal=True, pseudonymise=tmp_path / "key")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Quilla Quux", "xxxxxx xxxx"),
        ("quux@example.com", "xxxx@xxxxxxx.xxx"),
        ("+99 (555) 0199", "+99 (999) 9999"),
        ("1990-02-30", "9999-99-99"),
        ("1.234,50 €", "9.999,99 €"),
        ("张伟，女", "xx，x"),
        ("Zoë Ångström-O'Hara", "xxx xxxxxxxx-x'xxxx"),
        ("Zoe\u0308", "xxxx"),
        ("أحمد ١٢٣", "xxxx 999"),
        ("Ⅷ ½ ① ٣", "9 9 9 9"),
        ("Ⓠⓤⓤⓧ \ue000\U0010fffd 😀", "xxxx xx x"),
        ("999 xxx", "999 xxx"),
        ("a\tb\r\nc", "x\tx\r\nx"),
        ("", ""),
        (None, None),
    ],
)
def test_a_mask_keeps_the_form(text: str | None, form: str | None) -> None:
    assert calculated(masked("value"), [text]) == [form]


def test_no_letter_digit_or_unknown_sign_of_any_script_survives_a_mask() -> None:
    signs = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    kept = set("^`\t\r\n")
    survived = {
        sign
        for sign, form in zip(signs, calculated(masked("value"), signs), strict=True)
        if form == sign and sign not in {"x", "9"}
    }
    assert set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\r\n€£¥–—、。·×") <= survived
    known = {sign for sign in survived if unicodedata.category(sign) != "Cn"}
    assert {unicodedata.category(sign)[0] for sign in known - kept} <= {"P", "Z", "S"}
    assert {unicodedata.category(sign) for sign in known - kept} & {"So", "Sk"} == set()


@pytest.mark.parametrize(
    ("row", "form"),
    [
        ("order_id= 7 ; rating=9", "order_id= 9 ; rating=9"),
        ("customer_id=Quilla", "customer_id=xxxxxx"),
        # What looks like a name in a value is a value.
        ("customer_id=a; quux=b; rating=1", "customer_id=x; xxxx=x; rating=9"),
        ("customer_id=rating=quux", "customer_id=xxxxxx=xxxx"),
        ("Quilla; customer_id=a", "xxxxxx; customer_id=x"),
        ("", ""),
        (None, None),
    ],
)
def test_a_masked_row_keeps_the_names_of_its_columns(row: str | None, form: str | None) -> None:
    sql = masked_row("value", {"customer_id", "order_id", "rating"})
    assert calculated(sql, [row]) == [form]
