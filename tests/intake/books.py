"""Workbooks as Excel and LibreOffice write them, small, and written here by hand."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
# Style 1 is a date, style 2 a date with time of day, style 3 a time alone.
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164"
 formatCode="yyyy-mm-dd hh:mm:ss"/></numFmts><cellXfs count="4"><xf numFmtId="0"/>
 <xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/>
 <xf numFmtId="21" applyNumberFormat="1"/></cellXfs></styleSheet>"""


@dataclass(frozen=True)
class Number:
    """A number as it stands in the file; style as above."""

    text: str
    style: int = 0


Cell = str | bool | Number | None


def write_xlsx(
    file: Path,
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    merged: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write an Excel workbook.

    Args:
        file: is overwritten.
        sheets: rows of cells, by name.
        merged: ranges such as A2:A3, by name of the sheet.
    """
    names = list(sheets)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
            f'ContentType="{SHEET_TYPE}.worksheet+xml"/>'
            for number in range(1, len(names) + 1)
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
            for number, name in enumerate(names, start=1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
            for number in range(1, len(names) + 1)
        )
        + f'<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": STYLES,
    }
    for number, name in enumerate(names, start=1):
        ranges = (merged or {}).get(name, ())
        cells = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>'
            + "".join(
                f'<row r="{at}">{"".join(_xlsx_cell(cell, at, to) for to, cell in enumerate(row))}'
                "</row>"
                for at, row in enumerate(sheets[name], start=1)
            )
            + "</sheetData>"
            + (f'<mergeCells count="{len(ranges)}">{cells}</mergeCells>' if ranges else "")
            + "</worksheet>"
        )
    _write(file, parts)


def _xlsx_cell(cell: Cell, row: int, column: int) -> str:
    at = f"{chr(ord('A') + column)}{row}"
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, Number):
        return f'<c r="{at}" s="{cell.style}"><v>{cell.text}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def write_ods(file: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Write a workbook of LibreOffice; a number of style 1 or 2 is a date, in ISO."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(
            f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>"
            for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    _write(
        file,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"/>',
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f"{tables}</office:spreadsheet></office:body></office:document-content>",
        },
    )


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, bool):
        value = str(cell).lower()
        kind = f'office:value-type="boolean" office:boolean-value="{value}"'
    elif isinstance(cell, Number):
        name = "date" if cell.style else "float"
        key = "date-value" if cell.style else "value"
        kind, value = f'office:value-type="{name}" office:{key}="{cell.text}"', cell.text
    else:
        kind, value = 'office:value-type="string"', escape(cell)
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"


def _write(file: Path, parts: Mapping[str, str]) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
