"""Ugly files and mappings, each with the outcome that it must have, written down by hand."""

from tests.inputs.corpus import delimited, lines, mappings, records, values
from tests.inputs.corpus.case import Case

CORPUS: dict[str, Case] = {}
for part in (delimited, values, records, lines, mappings):
    twice = CORPUS.keys() & part.CASES.keys()
    if twice:
        raise ValueError(f"two cases are called {twice}")
    CORPUS |= part.CASES

__all__ = ["CORPUS", "Case"]
