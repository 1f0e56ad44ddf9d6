"""A proposal out of a preset: the export of a shop system that was recognised by its header."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from runner.errors import UserError
from runner.intake.answers import Answers, mapped_as
from runner.intake.candidates import read
from runner.intake.dates import read_dates
from runner.intake.evidence import Table
from runner.intake.fitting import fit
from runner.intake.orders import numbers_of
from runner.intake.preset_file import Preset
from runner.intake.presets import presets, recognise
from runner.intake.shapes import Certainty, Mapped, ProposedInput, Question
from runner.intake.statuses import words_beside

# What says where the rows are and how they are read.
SOURCE_KEYS = ("location", "relation", "format", "read_options", "convert")


@dataclass(frozen=True)
class Known:
    """What a preset makes of a source.

    Attributes:
        preset: the one.
        inputs: mapped.
        questions: what the export can't tell.
        variables: of the project.
    """

    preset: Preset
    inputs: Mapping[str, ProposedInput]
    questions: tuple[Question, ...]
    variables: Mapping[str, str]


def known_export(table: Table, answers: Answers) -> Known | None:
    """The preset of a source, fitted to its columns; nothing if it is no known export.

    Raises:
        UserError: the preset that was asked for is not there, or the file lacks what it needs.
    """
    preset = _asked(answers.preset) if answers.preset else recognise(tuple(table.columns))
    if preset is None or answers.preset == "none":
        return None
    from runner.intake.placing import placed

    try:
        fitted = fit(preset, tuple(table.columns))
        given = placed(fitted.inputs, table.source.given)
    except UserError:
        if answers.preset:
            raise
        # Another version of the export: its columns are judged as those of any file.
        return None
    questions: list[Question] = []
    inputs = {
        name: _input(name, mapping, table, preset, answers, questions)
        for name, mapping in given.items()
    }
    variables = dict(preset.variables)
    questions += _asks(preset, inputs, answers)
    return Known(preset, inputs, tuple(questions), variables)


def _asked(name: str) -> Preset | None:
    if name == "none":
        return None
    found = next((each for each in presets() if each.key == name), None)
    if found is None:
        raise UserError(
            f"There is no preset {name}.",
            f"There are: {', '.join(each.key for each in presets())}.",
        )
    return found


def _input(  # noqa: PLR0913, PLR0917 (all that it is made of)
    name: str,
    mapping: Mapping[str, Any],
    table: Table,
    preset: Preset,
    answers: Answers,
    questions: list[Question],
) -> ProposedInput:
    from runner.expressions import columns_read

    texts = {
        (column, key == "order_columns"): str(text)
        for key in ("columns", "order_columns")
        for column, text in mapping.get(key, {}).items()
    }
    reads = columns_read(list(texts.values()))
    names = {each.lower(): each for each in table.columns}
    columns = []
    for ((canonical, is_of_order), text), paths in zip(texts.items(), reads, strict=True):
        read_ = tuple(names.get(path[-1].lower(), ".".join(path)) for path in paths)
        seen = _seen(table, read_)
        each = Mapped(canonical, text, read_, Certainty.CLEAR, seen, is_of_order)
        if canonical == "ordered_at" and "date_order" in preset.ask and read_:
            each = _dated(each, table, answers, questions)
        columns.append(each)
    said = {
        key.partition(".")[2]: text
        for key, text in answers.mapped.items()
        if key.startswith(f"{name}.")
    }
    amounts = numbers_of(read(table, "orders")) if said else {}
    columns = [each for each in columns if each.column not in said]
    columns += [
        mapped_as(table, canonical, text, amounts)
        for canonical, text in said.items()
        if text.lower() != "none"
    ]
    statuses = {
        **mapping.get("statuses", {}),
        **(answers.statuses if name == "orders" else {}),
    }
    status = next((each for each in columns if each.column == "order_status"), None)
    if status and status.reads and set(status.reads) <= set(table.columns):
        more, asked = words_beside(table, status, statuses)
        statuses |= more
        questions += asked
    keys = {key: mapping[key] for key in SOURCE_KEYS if key in mapping}
    return ProposedInput(
        replace(table.source, given=keys),
        tuple(columns),
        grain=str(mapping.get("grain", "order")),
        status_level=str(mapping.get("status_level", "order")),
        statuses={str(word): str(status) for word, status in statuses.items()},
        leave_out=str(mapping.get("leave_out", "")),
        joins=mapping.get("joins", {}),
    )


def _seen(table: Table, names: tuple[str, ...]) -> tuple[str, ...]:
    """What this file has in the columns that a preset names."""
    there = [table.columns[name] for name in names if name in table.columns]
    return tuple(
        f"{each.title or each.name} is filled in {each.filled:,} of {each.rows:,} rows,"
        f" {each.distinct:,} different"
        for each in there
    )


def _dated(each: Mapped, table: Table, answers: Answers, questions: list[Question]) -> Mapped:
    """The order's date, read by what the rows say: the export's settings decide its order."""
    reading = read_dates(
        table, table.columns[each.reads[0]], about="orders.ordered_at", answer=answers.first
    )
    if reading is None:
        return each
    if reading.question:
        questions.append(reading.question)
    return replace(
        each,
        expression=reading.expression,
        certainty=reading.certainty,
        evidence=(*each.evidence, *reading.evidence),
    )


def _asks(preset: Preset, inputs: Mapping[str, ProposedInput], answers: Answers) -> list[Question]:
    """What the export can't tell, as far as it has not been said."""
    found = []
    if "currency" in preset.ask and not answers.currency:
        found.append(
            Question(
                "reporting_currency",
                f"{preset.name} does not say its currency. Which is it?",
                {"--currency CODE": "such as USD"},
            )
        )
    if "source_timezone" in preset.ask and not answers.source_timezone:
        found.append(
            Question(
                "source_timezone",
                f"{preset.name} does not say the time zone of its times. Which is it?",
                {"--source-timezone ZONE": "such as UTC or Europe/Berlin"},
            )
        )
    if "customer_id" in preset.ask and "orders.customer_id" not in answers.mapped:
        column = next(
            (each for each in inputs["orders"].columns if each.column == "customer_id"), None
        )
        if column:
            found.append(
                Question(
                    "orders.customer_id",
                    f"{preset.name} names customers by {' and '.join(column.reads)}, which two"
                    " may share. Does it identify them well enough?",
                    {f"--map {_quoted(f'orders.customer_id={column.expression}')}": "take it"},
                )
            )
    return found


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)
