"""Which cuts differ between the two sides."""

from runner.report.difference.comparison import Comparison
from runner.report.shapes import Figure, Missing

NAME = "cuts"
TABLE = "tier_cuts"
MOST = 200
KEYS = ("store_id", "scheme", "metric", "level")


def figure(comparison: Comparison) -> Figure | Missing:
    """The bounds of all levels whose bounds differ."""
    words = comparison.words(NAME)
    sides = (comparison.sides.base, comparison.sides.head)
    if any(TABLE not in comparison.sides.warehouse.tables(catalog=side.catalog) for side in sides):
        return Missing(NAME, words.title, words.say("missing", table=TABLE))
    query = _query(comparison)
    data = comparison.read(words, query, names=_levels(comparison))
    ((count,),) = comparison.sides.warehouse.rows(
        f"select count(*) from {comparison.after}marts.{TABLE}"  # noqa: S608
        f" where as_of_date = date '{comparison.sides.head.as_of}'"
    )
    if not data.rows:
        return Missing(NAME, words.title, words.say("none", cuts=count))
    sentence = words.say("sentence", changed=len(data.rows), cuts=count)
    if len(data.rows) == MOST:
        sentence = words.say("sentence_many", changed=MOST, cuts=count)
    return Figure(NAME, words.title, sentence, data, lead=sentence)


def _levels(comparison: Comparison) -> dict[str, str]:
    """What levels are called that are labels of one name, in whatever schemes; A has two."""
    names: dict[str, set[str]] = {}
    for (_, label), text in comparison.found.texts.items():
        names.setdefault(label, set()).add(text.names[comparison.language])
    return {label: found.pop() for label, found in names.items() if len(found) == 1}


def _query(comparison: Comparison) -> str:
    keys = "".join(f"    coalesce(head.{key}, base.{key}) as {key},\n" for key in KEYS)
    same = "\n    and ".join(f"base.{key} = head.{key}" for key in KEYS)
    base, head = comparison.sides.base, comparison.sides.head
    order = ",\n    ".join(f"{key} asc" for key in KEYS[:3])
    return f"""select
{keys}    base.lower_bound as base_lower_bound,
    head.lower_bound as head_lower_bound,
    base.upper_bound as base_upper_bound,
    head.upper_bound as head_upper_bound
from (
    select * from {comparison.before}marts.{TABLE} where as_of_date = date '{base.as_of}'
) as base
full join (
    select * from {comparison.after}marts.{TABLE} where as_of_date = date '{head.as_of}'
) as head
    on {same}
where
    base.lower_bound is distinct from head.lower_bound
    or base.upper_bound is distinct from head.upper_bound
order by
    {order},
    coalesce(head.level_rank, base.level_rank) desc,
    level asc
limit {MOST}"""  # noqa: S608
