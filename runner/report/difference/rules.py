"""Which rules differ between two databases."""

from runner.report.difference.comparison import Comparison
from runner.report.shapes import Figure, Missing

NAME = "rules"
VERSION = "int_rules_version"
MOST = 200


def figure(comparison: Comparison) -> Figure | Missing:
    """The rows of the rule tables that are on one side only."""
    words = comparison.words(NAME)
    warehouse = comparison.sides.warehouse
    before, after = (
        warehouse.tables("rules", catalog=side.catalog)
        for side in (comparison.sides.base, comparison.sides.head)
    )
    tables = [name for name in before if before[name] == after.get(name)]
    changed = sorted({*before, *after} - {*tables})
    settings = _settings(comparison)
    notes = [words.say("form", table=name) for name in changed]
    if settings:
        notes.append(words.say("settings"))
    if not tables:
        return Missing(NAME, words.title, words.say("missing"))
    data = comparison.read(words, _query(comparison, tables))
    if not data.rows:
        said = words.say("only_settings") if settings else words.say("none", tables=len(tables))
        return Missing(NAME, words.title, said)
    names = {row["rule_table"] for row in data.records}
    sentence = words.say("sentence", rows=len(data.rows), tables=len(names))
    return Figure(NAME, words.title, sentence, data, lead=sentence, notes=tuple(notes))


def _settings(comparison: Comparison) -> bool:
    """Whether the variables of the project differ; false if a side does not say."""
    found = []
    for side in (comparison.sides.base, comparison.sides.head):
        tables = comparison.sides.warehouse.tables("intermediate", catalog=side.catalog)
        if "settings_hash" not in tables.get(VERSION, ()):
            return False
        found += comparison.sides.warehouse.rows(
            f"select settings_hash from {side.table(VERSION, 'intermediate')}"  # noqa: S608
        )
    return len(set(found)) > 1


def _query(comparison: Comparison, tables: list[str]) -> str:
    parts = (
        f"""select
    '{table}' as rule_table,
    '{side}' as side,
    cast(rules as varchar) as rule
from (
    select * from {own}rules.{table}
    except all
    select * from {other}rules.{table}
) as rules"""  # noqa: S608
        for table in tables
        for side, own, other in (
            ("base", comparison.before, comparison.after),
            ("head", comparison.after, comparison.before),
        )
    )
    union = "\nunion all\n".join(parts)
    return f"{union}\norder by rule_table asc, side asc, rule asc\nlimit {MOST}"
