"""A proposal as inputs.yml: its evidence in comments, and as the mapping that a build takes."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from runner.intake.shapes import Certainty, Mapped, Proposal, ProposedInput

WIDTH = 96


def as_variables(proposal: Proposal, *, with_likely: bool = False) -> dict[str, Any]:
    """The variables of a build, with the mapping under `inputs`.

    Args:
        proposal: without open questions.
        with_likely: take the columns that are only likely, too.
    """
    inputs = {
        name: _as_mapping(each, with_likely=with_likely) for name, each in proposal.inputs.items()
    }
    return {**proposal.variables, "inputs": inputs}


def _as_mapping(given: ProposedInput, *, with_likely: bool) -> dict[str, Any]:
    columns = [each for each in given.columns if with_likely or is_taken(each)]
    mapping: dict[str, Any] = dict(given.source.given)
    if given.joins:
        mapping["joins"] = {name: dict(join) for name, join in given.joins.items()}
    if given.grain == "line":
        mapping["grain"] = "line"
    if given.status_level == "line":
        mapping["status_level"] = "line"
    if given.leave_out:
        mapping["leave_out"] = given.leave_out
    mapping["columns"] = {each.column: each.expression for each in columns if not each.is_of_order}
    of_order = {each.column: each.expression for each in columns if each.is_of_order}
    if of_order:
        mapping["order_columns"] = of_order
    if given.statuses:
        mapping["statuses"] = dict(given.statuses)
    return mapping


def is_taken(mapped: Mapped) -> bool:
    """Whether a column is taken without a person."""
    return mapped.certainty is not Certainty.LIKELY


def as_yaml(proposal: Proposal, names: tuple[str, ...], *, with_likely: bool = False) -> str:
    """The text of inputs.yml, with the evidence of each column as a comment.

    Args:
        proposal: without open questions.
        names: of the sources, as the user named them.
        with_likely: take the columns that are only likely, too.
    """
    return "\n".join(_lines(proposal, names, with_likely=with_likely)) + "\n"


def _lines(proposal: Proposal, names: tuple[str, ...], *, with_likely: bool) -> Iterator[str]:
    yield from _comment(
        f"Proposed by `tiers init {' '.join(names)}`. Check it, change it, keep it."
    )
    if proposal.preset:
        yield from _comment(f"Recognised: {proposal.preset}.")
    sources = {each.source.name: each.source for each in proposal.inputs.values()}
    for source in sources.values():
        for remark in source.remarks:
            yield from _comment(f"{source.name}: {remark}")
    for remark in proposal.remarks:
        yield from _comment(remark)
    for name, value in proposal.variables.items():
        yield f"{name}: {_scalar(value)}"
    yield "inputs:"
    for name, each in proposal.inputs.items():
        yield f"  {name}:"
        mapping = _as_mapping(each, with_likely=with_likely)
        for key, value in mapping.items():
            if key in ("columns", "order_columns"):
                yield f"    {key}:"
                yield from _columns(each, of_order=key == "order_columns", with_likely=with_likely)
            elif key == "statuses":
                yield "    # What each word means: completed, cancelled, pending or returned."
                yield "    statuses:"
                yield from (f"      {_scalar(word)}: {status}" for word, status in value.items())
            else:
                yield from (f"    {line}" for line in _dumped({key: value}))


def _columns(given: ProposedInput, *, of_order: bool, with_likely: bool) -> Iterator[str]:
    for each in given.columns:
        if each.is_of_order != of_order:
            continue
        is_left = not (with_likely or is_taken(each))
        sure = "likely, so not taken without you: " if is_left else ""
        if each.evidence:
            yield from _comment(sure + "; ".join(each.evidence), indent=6)
        sign = "# " if is_left else ""
        yield f"      {sign}{each.column}: {_scalar(each.expression)}"


def _comment(text: str, indent: int = 0) -> Iterator[str]:
    blank = " " * indent
    for line in wrap(" ".join(text.split()), WIDTH - indent, break_on_hyphens=False) or [""]:
        yield f"{blank}# {line}"


def _scalar(text: object) -> str:
    """A text for YAML on one line, in quotes if it needs them."""
    (line,) = _dumped([str(text)])
    return line.removeprefix("- ")


def _dumped(content: Mapping[str, Any] | list[str]) -> list[str]:
    import yaml

    text: str = yaml.safe_dump(content, allow_unicode=True, width=100_000, sort_keys=False)
    return text.rstrip("\n").split("\n")
