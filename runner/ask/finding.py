"""What `tiers doctor` finds out."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing is: fine, worth knowing, or to be put right before a build."""

    FINE = "fine"
    NOTE = "note"
    MUST = "must"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, how it is, and the remedy where it is not fine."""

    about: str
    state: State
    sentence: str
    remedy: str = ""


def gigabytes(size: float) -> str:
    """A number of bytes in GB, small ones in MB."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"  # noqa: PLR2004
