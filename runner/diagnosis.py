"""Why a dbt run failed, in one line that says what to do."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from runner.errors import ExitCode, UserError, full_disk
from runner.file_errors import explain_file, without_contents
from runner.results import NodeResult

MACRO_STACK = re.compile(r"^\s*> (in|called by) .*$", re.MULTILINE)
HEADLINE = re.compile(r"^\s*(?:\w+ ){1,3}Error in [a-z_ ]+ \S+ \(.*?\)$", re.MULTILINE)
BARE_HEADLINE = re.compile(r"^\s*(?:Runtime|Compilation|Database|Parsing) Error\s*$", re.MULTILINE)
CODE_FRAME = re.compile(r"\s*LINE \d+:.*", re.DOTALL)
ENGINE_TROUBLE = re.compile(r"Out of Memory|Could not set lock|INTERNAL|Connection")
# The macros `refuse` and `fits_in_money`: the data are to blame, not the request.
REFUSED = re.compile(r"Data refused: ")

# How macros say that a column is not there, and what is.
MISSING_COLUMN = re.compile(
    r"(?:does not have (?P<name>.+?)|has no column (?P<column>[^,.]+).*?)\. "
    r".*?(?:It has|There are): (?P<there>.+)\.$"
)

# What an inputs file can get wrong, as DuckDB says it: pattern, our sentence, our advice.
INPUT_MISTAKES = (
    (
        re.compile(r'Referenced column "(?P<what>[^"]*)" not found[^\n]*(?:\n\s*(?P<more>.*))?'),
        'The input of {node} has no column "{what}". {more}',
        "Correct `columns:` of that input in the inputs file.",
    ),
    (
        re.compile(r"(?P<what>inputs\.\S+ has more than one row of .*?\))\. (?P<more>.*)"),
        "{what}.",
        "{more}",
    ),
    (
        re.compile(r"Out of Range Error: (?P<what>Overflow in [^\n]*?\))[.!]"),
        "An expression of the inputs file gives a number that its type can't hold: {what}.",
        "Make its parts wider first, such as cast(Price as decimal(38, 4)).",
    ),
    (
        re.compile(r'No files found that match the pattern "(?P<what>[^"]*)"'),
        "There is no file {what}.",
        "A relative `location:` is taken from the working folder.",
    ),
    (
        re.compile(r"Table with name (?P<what>\S+) does not exist"),
        "{node} reads the table {what}, which is not there.",
        "Correct `relation:` in the inputs file; a table of ours: build it too, --select +{node}.",
    ),
    (
        re.compile(r'Ambiguous reference to catalog or schema "(?P<what>[^"]*)"'),
        "The database is called {what}, and so is one of its schemas.",
        "Give the file another name.",
    ),
    (
        re.compile(r"Error when sniffing file .*does not match the number of columns", re.DOTALL),
        "The database has the rule table {node} in another form, of an earlier version.",
        "Build it once with --full-refresh, or into a new file.",
    ),
)


def diagnose(
    results: Sequence[NodeResult],
    *,
    stopped_by: str,
    log: str = "",
    inputs: Mapping[str, object] | None = None,
) -> UserError | None:
    """The first error of a run; none if all is well.

    Args:
        results: of the run.
        stopped_by: why dbt stopped before it ran anything, if it did.
        log: the full log.
        inputs: the mapping, which says which input a file belongs to.
    """
    if stopped_by:
        return _explain(stopped_by, node="the project", is_ours=False, log=log, inputs=inputs)
    errors = [result for result in results if result.status == "error"]
    if errors:
        first = errors[0]
        is_input = first.name.startswith("stg_")
        return _explain(
            first.message, node=first.name, is_ours=not is_input, log=log, inputs=inputs
        )
    failed = [result for result in results if result.is_test and result.status == "fail"]
    if failed:
        count = "A test" if len(failed) == 1 else f"{len(failed)} tests"
        return UserError(f"{count} failed.", code=ExitCode.TEST_FAILED)
    if not results:
        return UserError("Nothing was built: no model, seed or test matches the selection.")
    return None


def _explain(
    message: str, *, node: str, is_ours: bool, log: str, inputs: Mapping[str, object] | None
) -> UserError:
    """Explain a dbt message; `is_ours` if the models are to blame, not the request."""
    fault = explain_file(message, inputs=inputs or {})
    if fault:
        return fault
    if known := full_disk(message):
        return known
    if refused := REFUSED.search(message):
        sentence = plain_words(message[refused.start() :])
        return UserError(sentence, code=ExitCode.TEST_FAILED)
    for pattern, sentence, advice in INPUT_MISTAKES:
        found = pattern.search(message)
        if found and not (is_ours and "column" in sentence):
            words = {"node": node, "more": "", **found.groupdict(default="")}
            return UserError(sentence.format(**words).strip(), advice.format(**words))
    plain = plain_words(message)
    asked_wrongly = "Compilation Error" in message or not is_ours
    if asked_wrongly and not ENGINE_TROUBLE.search(message):
        return UserError(plain, close_column(plain))
    return UserError(
        f"{node}: {plain}", f"The whole story: {log}" if log else "", ExitCode.ENGINE_FAILED
    )


def close_column(sentence: str) -> str:
    """Which column is perhaps meant where a macro says that one is not there."""
    found = MISSING_COLUMN.search(sentence)
    if not found:
        return ""
    names = {_letters(name): name for name in found["there"].split(", ")}
    close = get_close_matches(_letters(found["name"] or found["column"]), names, n=1, cutoff=0.7)
    return f"Did you mean {names[close[0]]}?" if close else ""


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def plain_words(message: str) -> str:
    """The sentence of a dbt message on one line, without its headline, macro stack and code."""
    message = without_contents(message)
    for clutter in (MACRO_STACK, CODE_FRAME, HEADLINE, BARE_HEADLINE):
        message = clutter.sub("", message)
    return " ".join(message.split())
