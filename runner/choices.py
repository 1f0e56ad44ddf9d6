"""The choices that options offer."""

from enum import StrEnum


class Format(StrEnum):
    """What a table can be written as."""

    PARQUET = "parquet"
    CSV = "csv"
    JSON = "json"


class Language(StrEnum):
    """The language in which people are spoken to."""

    EN = "en"
    ZH = "zh"


class Grain(StrEnum):
    """The periods at whose ends customers are judged."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Loudness(StrEnum):
    """How much people are told while a command works, and at its end."""

    QUIET = "quiet"
    USUAL = "usual"
    VERBOSE = "verbose"
