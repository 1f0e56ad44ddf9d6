"""The forms in which a date stands in a text, and what each may mean."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
FULL_MONTH = (
    r"(?:january|february|march|april|june|july|august|september|october|november|december)"
)
NAME = rf"(?P<m>{FULL_MONTH}|{MONTH}|sept)"
WEEKDAY = (
    r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?P<weekday_rest>[a-z]*)(?P<after_weekday>,? +))?"
)
DATES = (
    r"(?P<y>\d{4})(?P<s1>[-/.年])(?P<b>\d{1,2})(?P<s2>[-/.月])(?P<c>\d{1,2})(?P<s3>日?)",
    r"(?P<a>\d{1,2})(?P<s1>[-/. ])(?P<b>\d{1,2})(?P=s1)(?P<y>\d{4})",
    r"(?P<a>\d{1,2})(?P<s1>[-/.])(?P<b>\d{1,2})(?P=s1)(?P<c>\d{2})",
    rf"(?P<d>\d{{1,2}})(?P<s1>[-/. ]+|){NAME}(?P<s2>[-/., ]*)(?P<y>\d{{4}}|\d{{2}})",
    rf"{NAME}(?P<s1>[-/. ]+)(?P<d>\d{{1,2}})(?P<s2>,? +|[-/])(?P<y>\d{{4}}|\d{{2}})",
)
TIME = (
    r"(?:(?P<gap>,? +|T|t| *- +)(?P<hour>\d{1,2}):\d{2}(?P<seconds>:\d{2}(?P<part>[.]\d{1,9})?)?"
    r"(?:(?P<before_half>\s?)(?P<half>[ap]m))?"
    r"(?:(?P<before_zone>\s?)(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2}|[a-z]{3,4}))?)?"
)
FORMS = tuple(re.compile(WEEKDAY + date + TIME, re.IGNORECASE) for date in DATES)
# The models read these by themselves.
NATIVE = re.compile(
    r"\d{4}([-/])\d{1,2}\1\d{1,2}"
    r"([ T]\d{1,2}:\d{2}(:\d{2}([.]\d{1,9})?)?( ?(Z|UTC|[+-]\d{2}(:?\d{2})?))?)?"
)


@dataclass(frozen=True)
class Form:
    """A form of dates.

    Attributes:
        formats: strptime's, by what stands first: day, month or year.
        is_native: the models read it as it is.
        zone: offset (+0100), utc (a Z, UTC or GMT), name (PST), or nothing.
    """

    formats: Mapping[str, str] = field(default_factory=dict)
    is_native: bool = False
    zone: str = ""

    def __hash__(self) -> int:
        """Equal forms count together."""
        return hash((tuple(self.formats.items()), self.is_native, self.zone))


@functools.lru_cache(maxsize=50_000)
def form_of(text: str) -> Form | None:
    """The form in which a text writes a date; nothing if it is none."""
    if not 6 <= len(text) <= 45 or not any(sign.isdigit() for sign in text):  # noqa: PLR2004
        return None
    if NATIVE.fullmatch(text) and _is_day(*(int(part) for part in re.split("[-/T :]", text)[1:3])):
        zone = "offset" if re.search(r":\d{2}.*[Z+A-Z-]", text) else ""
        return Form({"year": "native"}, is_native=True, zone=zone)
    for pattern in FORMS:
        if found := pattern.fullmatch(text):
            return _form(found)
    return None


def number_form(text: str) -> str:
    """What a number may be as a date: day, minute, second, seconds, milliseconds or serial."""
    text = re.sub(r"\.0+$", "", text)
    if re.fullmatch(r"(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", text):
        return "day"
    if re.fullmatch(r"(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])[0-2]\d[0-5]\d([0-5]\d)?", text):
        return "second" if len(text) == 14 else "minute"  # noqa: PLR2004
    if re.fullmatch(r"[1-9]\d{8,9}", text) and int(text) > 300_000_000:  # noqa: PLR2004
        return "seconds"
    if re.fullmatch(r"[1-9]\d{11,12}", text):
        return "milliseconds"
    if re.fullmatch(r"[3-5]\d{4}(\.\d+)?", text):
        return "serial"
    return ""


def _form(found: re.Match[str]) -> Form | None:
    parts = found.groupdict()
    first = _literal(parts.get("s1"))
    second = first if parts.get("s2") is None else _literal(parts["s2"])
    third = _literal(parts.get("s3"))
    formats: dict[str, str] = {}
    if parts.get("m"):
        month = "%b" if len(parts["m"]) == 3 and parts["m"].lower() != "may" else "%B"  # noqa: PLR2004
        month = "%b" if parts["m"].lower() == "may" else month
        year = "%Y" if len(parts["y"]) == 4 else "%y"  # noqa: PLR2004
        ordered = f"%d{first}{month}{second}{year}"
        if found.start("m") < found.start("d"):
            ordered = f"{month}{first}%d{second}{year}"
        formats["text"] = ordered
    elif parts.get("y") and found.start("y") < found.start("b"):
        middle, last = int(parts["b"]), int(parts["c"])
        if _is_day(middle, last):
            formats["year"] = f"%Y{first}%m{second}%d{third}"
        if _is_day(last, middle):
            formats["year_day"] = f"%Y{first}%d{second}%m{third}"
        if not formats:
            return None
    else:
        year = "%Y" if parts.get("y") else "%y"
        formats["day"] = f"%d{first}%m{first}{year}"
        formats["month"] = f"%m{first}%d{first}{year}"
        if not parts.get("y"):
            formats["year"] = f"%y{first}%m{first}%d"
    time, zone = _time(parts)
    weekday = ""
    if parts.get("weekday"):
        weekday = ("%A" if parts["weekday_rest"] else "%a") + _literal(parts["after_weekday"])
    return Form({order: weekday + each + time for order, each in formats.items()}, zone=zone)


def _time(parts: Mapping[str, str | None]) -> tuple[str, str]:
    if not parts.get("hour"):
        return "", ""
    text = _literal(parts["gap"]) + ("%I:%M" if parts.get("half") else "%H:%M")
    text += ":%S" if parts.get("seconds") else ""
    text += ".%f" if parts.get("part") else ""
    if parts.get("half"):
        text += _literal(parts["before_half"]) + "%p"
    given = parts.get("zone")
    if not given:
        return text, ""
    before = _literal(parts["before_zone"])
    if given.lower() in ("z", "utc", "gmt"):
        return text + before + given, "utc"
    if given[0] in "+-":
        return f"{text}{before}%z", "offset"
    return text, "name"


def _literal(text: str | None) -> str:
    return (text or "").replace("%", "%%")


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004
