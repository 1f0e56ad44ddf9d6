"""The choices of options."""

from enum import StrEnum


class Format(StrEnum):
    """File formats for a table."""

    PARQUET = "parquet"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    DUCKDB = "duckdb"


class Language(StrEnum):
    """The language of output for people."""

    EN = "en"
    ZH = "zh"


class Consumer(StrEnum):
    """What reads the metrics of `tiers semantic`."""

    METRICFLOW = "metricflow"
    METRICFLOW_LATEST = "metricflow-latest"
    OSI = "osi"
    SUPERSET = "superset"


class Grain(StrEnum):
    """The periods at whose ends customers are evaluated."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Loudness(StrEnum):
    """How much a command prints while it works, and at its end."""

    QUIET = "quiet"
    USUAL = "usual"
    VERBOSE = "verbose"
