"""The encoding of a text is told by few words already, and what it could be too is said."""

from pathlib import Path

import pytest

from runner.intake.encodings import difference, encoding_of, name_of

# Column names and cells as exports have them; the other columns are ASCII.
TEXTS = {
    "gb18030": ("交易成功", "张三", "订单编号", "连衣裙 已发货", "支付宝 微信支付"),
    "big5": ("連身洋裝", "已完成 王小明", "訂單編號", "台北市信義區 出貨"),
    "shift_jis": ("山田太郎", "発送済み", "キャンセル", "注文番号", "東京都"),
    "euc_kr": ("김철수", "배송완료", "주문번호 원피스", "서울특별시"),
    "cp1252": ("Müller", "Zoë", "José", "François", "João", "Åsa", "12,50 €", "Straße", "£5"),
    "cp1250": ("Łódź", "Dvořák", "Zażółć Kraków", "Nováková Příliš", "Płatność"),
    "cp1251": ("Иванов", "Москва доставлен", "Заказ отменён"),
    "cp1253": ("Αθήνα Πελάτης", "Αριθμός Αθήνα Παπαδόπουλος"),
    "cp1254": ("Güneş Çağlar", "İstanbul Yılmaz Şahin Çağlar"),
}


@pytest.mark.parametrize(
    ("encoding", "text"), [(encoding, text) for encoding, all_ in TEXTS.items() for text in all_]
)
def test_a_word_or_two_tell_the_encoding(encoding: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    content = "No,Name,Day,Sum\n1,ann,2024-01-05,1\n" + "".join(
        f"{number},{word},2024-01-05,12.5\n" for number, word in enumerate(text.split(" "))
    )
    file.write_bytes(content.encode(encoding))
    found = encoding_of(file)
    assert file.read_bytes().decode(found.encoding) == content


def test_what_another_encoding_would_make_of_a_word_is_said(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    # 0xF5 is õ in Windows-1252 and ő in Windows-1250.
    file.write_bytes("No,Name\n1,Gyõr\n".encode("cp1252"))
    found = encoding_of(file)
    assert found.encoding == "cp1252"
    assert difference(found) == (
        "It could be Windows-1250 too: then Gyõr would be Győr. If that is right, say "
        "convert: {encoding: cp1250}."
    )


def test_utf_8_is_tried_first_and_wholly(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    rows = "1,ann\n" * 400_000
    file.write_text(f"No,Name\n{rows}2,Müller\n", encoding="utf-8")
    assert encoding_of(file).encoding == "utf-8"
    file.write_text(f"No,Name\n{rows}2,Müller\n", encoding="cp1252")
    assert encoding_of(file).encoding == "cp1252"


def test_encodings_have_the_names_that_people_know() -> None:
    names = {"gb18030": "GB18030 (GBK)", "cp1252": "Windows-1252", "cp932": "Shift-JIS"}
    assert {encoding: name_of(encoding) for encoding in names} == names
