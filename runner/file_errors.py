"""What is wrong with a file that DuckDB can't read: name and line, never its contents."""

import re
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

from runner.errors import UserError
from runner.intake.encodings import likeliest, name_of, sample_of
from runner.intake.kinds import ZSTD

CSV_LINE = re.compile(r"CSV Error on Line: (\d+)")
CSV_FILE = re.compile(r"^\s*file = (.*?)\s*$", re.MULTILINE)
JSON = re.compile(
    r'Malformed JSON in file "(?P<file>[^"]*)", at byte (?P<byte>\d+) in '
    r"(?P<unit>\S+) (?P<number>\d+): (?P<what>[^\n]*?)[. ]*(?:\n|$)"
)
NOT_UTF8 = re.compile(r"not utf-8 encoded|invalid UTF-8 encoding|UTF-16 encoding is not supported")
OTHER_ENCODING = re.compile(r"File is not (?P<encoding>[\w-]+) encoded")
UNKNOWN_ENCODING = re.compile(r'does not support the encoding: "(?P<encoding>[^"]*)"')
NO_PARQUET = re.compile(
    r"File '(?P<small>[^']*)' too small to be a Parquet file"
    r"|No magic bytes found at (?:the )?end of file '(?P<other>[^']*)'"
)
FIELDS = re.compile(r"Expected Number of Columns: (?P<expected>\d+) Found: (?P<found>\d+)")
HOW_TO_READ = "Mend it, or say in read_options how to read it, such as delim, quote or escape."
# DuckDB's message about a CSV file, our sentence, our advice.
CSV_FAULTS = (
    (FIELDS, "the header has {expected} fields, this line {found}.", HOW_TO_READ),
    (
        re.compile("unterminated quote"),
        "a quote is not closed, or text follows a closing one.",
        HOW_TO_READ,
    ),
    (
        re.compile("Maximum line size"),
        "the line is too long; perhaps a quote is not closed.",
        "Mend it, or say max_line_size in read_options.",
    ),
    (
        re.compile("does not support null_padding in conjunction with quoted new lines"),
        "a line break in quotes can't be read with null_padding on several threads.",
        "Add parallel: false to read_options.",
    ),
    (
        re.compile("state machine reached an invalid state"),
        "its lines do not all end alike, or a carriage return stands within one.",
        "Let all end alike: tr -d '\\r' < old.csv > new.csv",
    ),
    (re.compile(""), "it can't be read.", HOW_TO_READ),
)
NOT_A_CSV_ERROR = re.compile(r"state machine reached an invalid state")
CAST = re.compile(
    r"Could not (?:convert|parse|cast) (?:string|value)|field value out of range|field format"
)
CAST_TO = re.compile(r"\bto (?:type )?'?(?P<type>[A-Z][A-Z0-9_]*(?:\(\d+, ?\d+\))?)")
CAST_OF = re.compile(r"source column (?P<column>[^\s,]+)")

# Contents in a message: a line of a CSV file up to what is said of it; quoted values.
REASONS = r"Expected Number|Value with|Invalid unicode|Maximum line|Error when|The (?:CSV|parallel)"
ORIGINAL_LINE = re.compile(
    rf"^\s*Original Line:.*?(?=^\s*(?:{REASONS})|\Z)", re.DOTALL | re.MULTILINE
)
UNPARSED = re.compile(
    r"(Could not parse string [^\n]*\n).*?(?=^\s*Error: )", re.DOTALL | re.MULTILINE
)
OF_VALUES = re.compile(
    r"(?P<kind>(?:Conversion|Out of Range|Invalid Input|Constraint|Mismatch Type) Error: )"
    r"(?!inputs\.)(?P<text>.*)"
)
VALUE = re.compile(
    r"""(?<!file )(?<!specifier )"[^"]*"|(?<!type )(?<!to )'[^']*'"""
    r"|(?<=with value )[-+.\d][-+.\dE]*"
    r"|\([-+.\d]+ [-+*/] [-+.\d]+\)"
)


def explain_file(message: str, *, inputs: Mapping[str, object]) -> UserError | None:
    """The error in a file or in one of its values; none if the message is about something else.

    Args:
        message: of DuckDB.
        inputs: the mapping, to name the input to which a file belongs.
    """
    faults = (fault(message, inputs) for fault in (_of_encoding, _of_format, _of_csv, _of_value))
    return next((fault for fault in faults if fault), None)


def _of_encoding(message: str, inputs: Mapping[str, object]) -> UserError | None:
    if NOT_UTF8.search(message):
        json, named, line = JSON.search(message), CSV_FILE.search(message), CSV_LINE.search(message)
        file = json["file"] if json else named[1] if named else ""
        at = f", line {line[1]}" if line else ""
        return _encoding(f"{_of_input(file, inputs)}{file or 'A file'}{at}", file)
    other = OTHER_ENCODING.search(message)
    if other:
        return UserError(
            f"A file is not in {other['encoding']}, the encoding that its read_options name.",
            "Leave it out there, and say convert: {encoding: cp1252} beside the location.",
        )
    unknown = UNKNOWN_ENCODING.search(message)
    if unknown:
        return UserError(
            f"The encoding {unknown['encoding']} of read_options can't be read.",
            "Leave it out there, and say convert: {encoding: ...} beside the location.",
        )
    return None


def _of_format(message: str, inputs: Mapping[str, object]) -> UserError | None:
    parquet = NO_PARQUET.search(message)
    if parquet:
        file = parquet["small"] or parquet["other"]
        return UserError(
            f"{_of_input(file, inputs)}{file} is no Parquet file.",
            "Say its format, or mend the file.",
        )
    json = JSON.search(message)
    if json:
        unit = "line" if json["unit"] == "line" else "object"
        file = json["file"]
        at = f"{_of_input(file, inputs)}{file}, {unit} {json['number']}, byte {json['byte']}"
        return UserError(f"{at}: this is no JSON: {json['what']}.", "Mend the file.")
    return None


def _of_csv(message: str, inputs: Mapping[str, object]) -> UserError | None:
    line, named = CSV_LINE.search(message), CSV_FILE.search(message)
    if not line and not NOT_A_CSV_ERROR.search(message):
        return None
    file = named[1] if named else ""
    at = f", line {line[1]}" if line else ""
    for pattern, sentence, advice in CSV_FAULTS:
        found = pattern.search(message)
        if found:
            words = found.groupdict()
            if words and int(words["found"]) > int(words["expected"]):
                words["found"] = "more"
            fault = sentence.format(**words)
            return UserError(f"{_of_input(file, inputs)}{file}{at}: {fault}", advice)
    return None


def _of_value(message: str, _: Mapping[str, object]) -> UserError | None:
    if not CAST.search(message):
        return None
    column, kind = CAST_OF.search(message), CAST_TO.search(message)
    of = f" of the column {column['column']}" if column else ""
    to = f" as {kind['type']}" if kind else ""
    return UserError(
        f"A value{of} can't be read{to}.",
        "Write try_cast or try_strptime in the mapping: what can't be read is then a "
        "counted rejection.",
    )


def without_contents(message: str) -> str:
    """A DuckDB message without the file's line or values."""
    message = UNPARSED.sub(r"\1", ORIGINAL_LINE.sub("", message))
    return OF_VALUES.sub(lambda found: found["kind"] + VALUE.sub("'...'", found["text"]), message)


def _of_input(file: str, inputs: Mapping[str, object]) -> str:
    for name, given in inputs.items():
        location = given.get("location") if isinstance(given, dict) else None
        if file and isinstance(location, str) and (file == location or fnmatch(file, location)):
            return f"inputs.{name}: "
    return ""


def _encoding(at: str, file: str) -> UserError:
    try:
        with Path(file).open("rb") as opened:
            start = opened.read(1 << 20)
    except OSError:
        start = b""
    if start.startswith(ZSTD):
        return UserError(
            f"{at} is not UTF-8.", f"Unpack it: zstd -d {file}; and name what comes out."
        )
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return UserError(f"{at} is UTF-16, not UTF-8.", _advice("utf-16"))
    found = likeliest(sample_of(start))
    looks = f"; it looks like {name_of(found[0])}" if found else ""
    return UserError(f"{at} is not UTF-8{looks}.", _advice(found[0] if found else "gb18030"))


def _advice(encoding: str) -> str:
    return f"Say convert: {{encoding: {encoding}}} beside its location."
