"""A mapping that can't be right is told in a sentence, at once, and never reaches dbt."""

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from runner.errors import ExitCode, UserError
from runner.expressions import Expression, check_expressions
from runner.mapping import check_inputs, read_words
from runner.project import find_project, read_variables
from runner.sources import Engine
from tests.conftest import PROJECT, run_tiers

LEAVES = ("p.q", '"b c"', "'x'", "null")
WORDS = read_words(PROJECT)
GOOD = "inputs:\n  orders:\n    location: orders.csv\n"
BOMB = "inputs:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"  a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 8)
)


def _read(text: str | bytes, folder: Path, *, more: str | None = None) -> dict[str, object]:
    file = folder / "inputs.yml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_variables(find_project(PROJECT), inputs=file, more=more)


def _judge(sql: str) -> None:
    check_expressions([Expression("inputs.orders.columns.channel", sql)], WORDS.allowed)


def _refused(text: str | bytes, folder: Path) -> str:
    begun = time.monotonic()
    with pytest.raises(UserError) as caught:
        _read(text, folder)
    assert caught.value.code == ExitCode.USAGE_ERROR
    assert time.monotonic() - begun < 2
    return str(caught.value)


KEYS: dict[str, tuple[str, str]] = {
    "under an input": (
        "inputs: {orders: {location: o.csv, colums: {order_id: id}}}",
        "inputs.orders has a key colums, which is not known. Did you mean columns?",
    ),
    "read_option": (
        "inputs: {orders: {location: o.csv, read_option: {delim: ;}}}",
        "inputs.orders has a key read_option, which is not known. Did you mean read_options?",
    ),
    "grain misspelled": (
        "inputs: {orders: {location: o.csv, gain: line}}",
        "inputs.orders has a key gain, which is not known. Did you mean grain?",
    ),
    "an input": (
        "inputs: {orders: {location: o.csv}, customer: {location: c.csv}}",
        "inputs has a key customer, which is not known. Did you mean customers?",
    ),
    "a column": (
        "inputs: {orders: {location: o.csv, columns: {custmer_id: id}}}",
        "inputs.orders.columns has a key custmer_id, which is not known. Did you mean customer_id?",
    ),
    "a reader's option": (
        "inputs: {orders: {location: o.csv, read_options: {delimeter: ;}}}",
        (
            "inputs.orders.read_options has a key delimeter, which is not known. "
            "Did you mean delimiter?"
        ),
    ),
    "an option of another reader": (
        "inputs: {orders: {location: o.parquet, read_options: {delim: ;}}}",
        "inputs.orders.read_options has a key delim, which is not known.",
    ),
    "a join": (
        "inputs: {orders: {location: o.csv, joins: {p: {locaton: p.csv, on: {a: b}}}}}",
        "inputs.orders.joins.p has a key locaton, which is not known. Did you mean location?",
    ),
    "a grain of an input that has none": (
        "inputs: {orders: {location: o.csv}, feedback: {location: f.csv, grain: line}}",
        "inputs.feedback has a key grain, which is not known.",
    ),
    "an amount of the whole order": (
        "inputs: {orders: {location: o.csv, grain: line, order_columns: {gros_amount: a}}}",
        (
            "inputs.orders.order_columns has a key gros_amount, which is not known. "
            "Did you mean gross_amount?"
        ),
    ),
    "the meaning of a status": (
        "inputs: {orders: {location: o.csv, statuses: {Paid: paid}}}",
        (
            "inputs.orders.statuses.Paid is paid; it must be completed or cancelled or pending "
            "or returned."
        ),
    ),
    "statuses of another input": (
        "inputs: {orders: {location: o.csv}, feedback: {location: f.csv, statuses: {a: b}}}",
        "inputs.feedback has a key statuses, which is not known.",
    ),
    "the top level": (
        "input: {orders: {location: o.csv}}",
        "no variable input. Did you mean inputs?",
    ),
}


@pytest.mark.parametrize("case", KEYS)
def test_a_key_that_is_not_known_is_named_with_the_one_that_is_meant(
    case: str, tmp_path: Path
) -> None:
    text, says = KEYS[case]
    assert says in _refused(text, tmp_path)


TWICE: dict[str, tuple[str, str]] = {
    "at the top": (
        "rfm_bins: 4\nas_of_date: 2024-01-01\nrfm_bins: 5\n",
        "inputs.yml, line 3: the key rfm_bins stands twice.",
    ),
    "an input": (
        "inputs:\n  orders: {location: a.csv}\n  orders: {location: b.csv}\n",
        "inputs.yml, line 3: the key orders stands twice under inputs.",
    ),
    "a column": (
        f"{GOOD}    columns:\n      order_id: a\n      channel: b\n      order_id: c\n",
        "inputs.yml, line 7: the key order_id stands twice under inputs.orders.columns.",
    ),
}


@pytest.mark.parametrize("case", TWICE)
def test_a_key_that_stands_twice_is_told_with_its_line(case: str, tmp_path: Path) -> None:
    text, says = TWICE[case]
    assert says in _refused(text, tmp_path)


SHAPES: dict[str, tuple[str, str]] = {
    "statuses a list": (
        "inputs: {orders: {location: o.csv, statuses: [Paid]}}",
        "inputs.orders.statuses is ['Paid']; it must be a mapping.",
    ),
    "a status that YAML reads as no": (
        "inputs: {orders: {location: o.csv, statuses: {No: cancelled}}}",
        "inputs.orders.statuses has a status false: YAML reads Yes, No, On, Off and null so.",
    ),
    "a status that is two by their letters": (
        "inputs: {orders: {location: o.csv, statuses: {Paid: completed, ' PAID': returned}}}",
        "inputs.orders.statuses has Paid and PAID, which are one status.",
    ),
    "a status that means several": (
        "inputs: {orders: {location: o.csv, statuses: {Paid: [completed]}}}",
        "inputs.orders.statuses.Paid is ['completed']; it must be completed or",
    ),
    "inputs a file": ("inputs: orders.csv", "inputs is orders.csv; it must be a mapping."),
    "inputs a number": ("inputs: 5", "inputs is 5; it must be a mapping."),
    "an input a file": (
        "inputs: {orders: orders.csv}",
        "inputs.orders is orders.csv; it must be a mapping. Write it as inputs: {orders:",
    ),
    "an empty input": ("inputs: {orders: }", "inputs.orders names no data."),
    "a list of files": (
        "inputs: {orders: {location: [a.csv, b.csv]}}",
        "inputs.orders.location is ['a.csv', 'b.csv']; it must be one text. Several files are one",
    ),
    "a list of columns": (
        f"{GOOD}    columns: [order_id]\n",
        "inputs.orders.columns is ['order_id']; it must be a mapping.",
    ),
    "a column as list": (
        f"{GOOD}    columns: {{order_id: [a, b]}}\n",
        "inputs.orders.columns.order_id must be one SQL expression as text.",
    ),
    "a column without text": (
        f"{GOOD}    columns:\n      order_id:\n",
        "inputs.orders.columns.order_id must be one SQL expression as text.",
    ),
    "a column called No": (
        f"{GOOD}    columns: {{order_id: No}}\n",
        "inputs.orders.columns.order_id is false: YAML reads Yes, No, On and Off so.",
    ),
    "options as text": (
        f"{GOOD}    read_options: delim\n",
        "inputs.orders.read_options is delim; it must be a mapping.",
    ),
    "an option without value": (
        f"{GOOD}    read_options: {{delim: }}\n",
        "inputs.orders.read_options.delim must be a text, a number, true or false,",
    ),
    "two sources": (
        "inputs: {orders: {location: o.csv, relation: raw.orders}}",
        "inputs.orders names relation and location; one of them.",
    ),
    "options of a table": (
        "inputs: {orders: {relation: raw.orders, read_options: {delim: ;}}}",
        "inputs.orders.read_options is for files, and inputs.orders is a relation.",
    ),
    "no orders": (
        "inputs: {customers: {location: c.csv}}",
        "inputs names customers but not orders.",
    ),
    "a grain": (
        f"{GOOD}    grain: lines\n",
        "inputs.orders.grain is lines; it must be order or line",
    ),
    "a status level": (
        f"{GOOD}    status_level: row\n",
        "inputs.orders.status_level is row; it must be order or line.",
    ),
    "amounts of an order at order grain": (
        f"{GOOD}    order_columns: {{discount_amount: d}}\n",
        "inputs.orders.order_columns is for orders whose rows are lines.",
    ),
    "an amount of a line and of its order": (
        (
            f"{GOOD}    grain: line\n    columns: {{gross_amount: a}}\n"
            "    order_columns: {gross_amount: b}\n"
        ),
        "inputs.orders has gross_amount under columns and under order_columns.",
    ),
    "joins as text": (f"{GOOD}    joins: p.csv\n", "inputs.orders.joins is p.csv; it must be"),
    "a join without keys": (
        f"{GOOD}    joins: {{p: {{location: p.csv}}}}\n",
        "inputs.orders.joins.p.on says nothing.",
    ),
    "a join of a strange name": (
        f'{GOOD}    joins: {{"p; drop": {{location: p.csv, on: {{a: b}}}}}}\n',
        "inputs.orders.joins.p; drop: the name of a join has letters, digits and _ only.",
    ),
    "a condition as list": (
        f"{GOOD}    leave_out: [a, b]\n",
        "inputs.orders.leave_out must be one SQL expression as text.",
    ),
    "a web address": (
        "inputs: {orders: {location: 'https://example.com/o.csv'}}",
        (
            "inputs.orders.location is https://example.com/o.csv: nothing is fetched from a "
            "network. "
            "Download the file, or install DuckDB's extension httpfs"
        ),
    ),
    "a bucket": (
        "inputs: {orders: {location: 's3://shop/o.parquet'}}",
        "install DuckDB's extension httpfs and name it under extensions: in profiles.yml.",
    ),
    "a relation that is a query": (
        "inputs: {orders: {relation: \"read_text('secret.txt')\"}}",
        "inputs.orders.relation is read_text('secret.txt'), which is no table's name.",
    ),
    "a relation with more behind it": (
        "inputs: {orders: {relation: raw.orders union all select 1}}",
        "which is no table's name. Write it as schema.table;",
    ),
    "a day that is none": ("as_of_date: 2024-02-30", "inputs.yml is not valid YAML: day is out of"),
    "a tag": ("inputs: !!python/object/apply:os.system [ls]", "inputs.yml is not valid YAML:"),
}


@pytest.mark.parametrize("case", SHAPES)
def test_a_value_of_another_shape_is_named(case: str, tmp_path: Path) -> None:
    text, says = SHAPES[case]
    assert says in _refused(text, tmp_path)


FLOODS: dict[str, tuple[str | bytes, str]] = {
    "anchors that explode": (BOMB, "has more than 20,000 values where its anchors are used."),
    "merges that explode": (
        "a0: &a0 {k0: 1, k1: 1, k2: 1, k3: 1, k4: 1, k5: 1, k6: 1, k7: 1}\n"
        + "".join(
            f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 9)}]}}\n"
            for level in range(1, 8)
        ),
        "has more than 20,000 values where its anchors are used.",
    ),
    "an anchor that holds itself": ("inputs: &a [*a]", "has an anchor that holds itself."),
    "depth": (f"inputs: {'[' * 20_000}{']' * 20_000}", "is nested too deeply."),
    "dashes": (f"inputs:\n  {'- ' * 20_000}a", "is nested too deeply."),
    "length": (f"inputs: {'x' * 200_000}", "more than 50,000. It says where the data is"),
    "Latin-1": (
        f"{GOOD}    columns:\n      channel: Straße\n".encode("latin-1"),
        "inputs.yml, line 5: a character is not UTF-8. Save the file as UTF-8.",
    ),
    "GBK": (f"{GOOD}    columns: {{channel: 渠道}}\n".encode("gbk"), "is not UTF-8."),
    "UTF-16": (GOOD.encode("utf-16"), "is not UTF-8."),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), "is not UTF-8, but perhaps UTF-16."),
    "parentheses": (
        f"{GOOD}    columns: {{order_id: '{'(' * 10_000}a{')' * 10_000}'}}\n",
        "which is not one SQL expression.",
    ),
}


@pytest.mark.parametrize("case", FLOODS)
def test_a_flood_or_another_encoding_is_refused_within_two_seconds(
    case: str, tmp_path: Path
) -> None:
    text, says = FLOODS[case]
    assert says in _refused(text, tmp_path)


def test_anchors_are_read_where_they_stand_for_little(tmp_path: Path) -> None:
    text = (
        "inputs:\n  orders:\n    location: a.csv\n    columns: {store_id: &shop lower(s)}\n"
        "  feedback:\n    location: b.csv\n    columns: {store_id: *shop}\n"
    )
    inputs = _read(text, tmp_path)["inputs"]
    assert isinstance(inputs, dict)
    assert inputs["feedback"]["columns"] == {"store_id": "lower(s)"}


REACHING = {
    "a file": "(select content from read_text('secret.txt'))",
    "the environment": "(select content from read_text('/proc/self/environ'))",
    "a table function alone": "read_text('/etc/passwd')",
    "a table": "(table customers)",
    "a query without select": "(from 'secret.csv')",
    "a list of a query": "array(select content from read_text('x'))",
    "exists": "exists(select 1)",
    "in a query": "a in (select b from 'x.csv')",
    "an environment variable": "getenv('HOME')",
    "a setting": "current_setting('s3_secret_access_key')",
    "a variable": "getvariable('x')",
    "a parameter": "$1",
    "a sequence": "nextval('s')",
    "the log": "write_log('x')",
    "a file by a query in text": "query('select 1')",
    "columns": "columns(*)",
    "unpacked columns": "concat(*columns(*))",
    "a star": "*",
    "an aggregate": "sum(amount)",
    "an aggregate with order": "string_agg(a, ',' order by b)",
    "a count": "count(*)",
    "a window": "sum(amount) over (partition by customer)",
    "a rank": "row_number() over (order by a)",
    "unnest": "unnest([1, 2])",
    "the clock": "now()",
    "chance": "random()",
    "sleep": "sleep_ms(100000)",
    "an error": "error('x')",
    "within a function": "upper(lower((select 'x')))",
    "within a lambda": "list_transform([1], x -> (select content from read_text('x')))",
    "within a case": "case when a then getenv('HOME') else b end",
    "within a cast": "cast((select 'x') as varchar)",
    "within a comprehension": "[getenv(x) for x in l]",
    "a schema before it": "main.upper(a)",
    "a statement more": "a; drop table customers",
    "a column more": "a, b",
    "a table behind it": "a from read_text('x') --",
    "a union behind it": "a as mapped union all select content from read_text('x') --",
    "a comment": "a --",
    "a closing parenthesis": "1) + (select 1",
    "a name for it": "a as b",
    "where": "a as mapped from range(3) where 1 = 1 --",
    "a positional column": "#1",
    "a default": "default",
}


@pytest.mark.parametrize("case", REACHING)
def test_sql_that_reaches_beyond_its_row_is_refused(case: str) -> None:
    with pytest.raises(UserError) as caught:
        _judge(REACHING[case])
    assert str(caught.value).startswith("inputs.orders.columns.channel is ")
    assert caught.value.code == ExitCode.USAGE_ERROR


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("    columns: {channel: (select 1)}", "inputs.orders.columns.channel"),
        ("    leave_out: (select true)", "inputs.orders.leave_out"),
        ("    joins: {p: {location: p.csv, on: {(select 1): a}}}", "inputs.orders.joins.p.on"),
        ("    joins: {p: {location: p.csv, 'on': {a: (select 1)}}}", "inputs.orders.joins.p.on"),
        (
            "    grain: line\n    order_columns: {refund_amount: (select 1)}",
            "inputs.orders.order_columns.refund_amount",
        ),
        ("  feedback: {location: f.csv, leave_out: (select 1)}", "inputs.feedback.leave_out"),
    ],
)
def test_sql_is_judged_wherever_it_stands(text: str, place: str, tmp_path: Path) -> None:
    said = _refused(f"{GOOD}{text}\n", tmp_path)
    assert f"{place} is (select" in said
    assert "a subquery is not allowed there" in said


HARMLESS = (
    "a",
    '"Order No"',
    "a.b.c",
    "price.amount",
    "null",
    "'web'",
    "try_cast(a as decimal(18, 4)) * try_cast(b as decimal(18, 4))",
    "a::date",
    "case when a like 'C%' then 'returned' when b in ('x', 'y') then 'pending' else lower(c) end",
    "case a when '1' then 'x' end",
    "try_strptime(a, '%d/%m/%Y')",
    "strftime(a, '%Y') || '-' || lpad(b, 2, '0')",
    "coalesce(nullif(trim(a), ''), b, 'x')",
    "regexp_split_to_array(trim(a), '\\s+')[2]",
    "a[1:2]",
    "a ->> '$.customer.id'",
    "a -> 'x'",
    "json_extract_string(a, '$.id')",
    "list_transform(l, x -> x + 1)",
    "list_filter(l, lambda x: x > 1)[1]",
    "[x for x in l if x > 2][1]",
    "map {'a': 1}[a]",
    "{'a': b}.a",
    "extract(year from d) || '-01-01'",
    "date_trunc('month', d) + interval 1 day",
    "d at time zone 'UTC'",
    "timezone('Europe/Berlin', d)",
    "to_timestamp(a::bigint)",
    "make_date(y, m, d)",
    "a between 1 and 2 and not b or c is null",
    "a is distinct from b",
    "greatest(a, b) - least(a, b) + abs(c) % 7 // 2",
    "round(a, 2)",
    "if(a, b, c)",
    "md5(email)",
    "sha256(email)",
    "regexp_replace(phone, '[^0-9]', '', 'g')",
    "a similar to '[A-Z]+'",
    "a ilike '%x%'",
    "split_part(a, '.', 1)",
    "concat_ws(' ', a, b)",
    "substring(a from 1 for 3)",
    "position('-' in a)",
    "trim(both '\"' from a)",
    "a collate nocase",
    "try(a / b)",
    "date_diff('day', a, b)",
    "cast(a as struct(x integer)).x",
    "'/* no comment */'",
    "'; -- only a text'",
    "'(select 1)'",
)


@pytest.mark.parametrize("sql", HARMLESS)
def test_an_expression_over_a_row_is_taken(sql: str) -> None:
    _judge(sql)


def test_an_expression_reaches_dbt_as_it_stands(tmp_path: Path) -> None:
    folded = ">-\n        case when a like 'C%'\n        then b end\n"
    text = f"{GOOD}    columns:\n      channel: {folded}"
    inputs = _read(text, tmp_path)["inputs"]
    assert inputs == {
        "orders": {
            "location": "orders.csv",
            "columns": {"channel": "case when a like 'C%' then b end"},
        }
    }


NAMES = ("Order No", "order", "group", "2nd_id", "end", "all", "select", "table", "Net/Gross €")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_needs_quotes_is_shown_with_them(name: str, tmp_path: Path) -> None:
    said = _refused(f"{GOOD}    columns: {{order_id: {name}}}\n", tmp_path)
    assert f"inputs.orders.columns.order_id is {name}, which is not one SQL expression." in said
    assert f"""double quotes: order_id: '"{name}"'""" in said


def test_the_quoted_form_that_is_shown_is_taken(tmp_path: Path) -> None:
    for name in NAMES:
        _read(f"""{GOOD}    columns: {{order_id: '"{name}"'}}\n""", tmp_path)


@pytest.mark.parametrize("text", ["\"'Customer No'\"", "'1'", "1", "\"'x'\""])
def test_one_id_for_all_rows_is_a_slip(text: str, tmp_path: Path) -> None:
    said = _refused(f"{GOOD}    columns: {{customer_id: {text}}}\n", tmp_path)
    assert "inputs.orders.columns.customer_id is" in said
    assert "the same text in every row" in said


def test_the_quotes_of_a_name_are_shown_where_a_text_stands(tmp_path: Path) -> None:
    said = _refused(f"{GOOD}    columns: {{customer_id: \"'Customer No'\"}}\n", tmp_path)
    assert """customer_id: '"Customer No"'""" in said


def test_a_file_without_order_ids_may_number_its_rows(tmp_path: Path) -> None:
    _read(f"{GOOD}    columns: {{order_id: 'row_number() over (order by a, b)'}}\n", tmp_path)
    said = _refused(
        f"{GOOD}    columns: {{order_id: row_number() over (order by (select 1))}}\n", tmp_path
    )
    assert "a subquery is not allowed" in said


def test_a_function_that_is_misspelled_is_named_with_the_one_that_is_meant(tmp_path: Path) -> None:
    said = _refused(f"{GOOD}    columns: {{channel: \"splitpart(a, '-', 1)\"}}\n", tmp_path)
    assert "the function splitpart is not among those that a mapping may call." in said
    assert "Did you mean split_part?" in said


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.sampled_from(LEAVES),
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(" || ".join),
            inner.map("upper({})".format),
            inner.map("case when {} is null then 'n' end".format),
            inner.map("try_cast({} as date)".format),
            inner.map("list_transform([1], x -> {})".format),
            inner.map("({})".format),
        ),
        max_leaves=6,
    ),
    st.sampled_from(("(select 1)", "getenv('A')", "sum(z) over ()", "columns(*)", "$1", "max(z)")),
)
def test_what_reaches_out_is_found_however_deep_it_is(harmless: str, reaching: str) -> None:
    _judge(harmless)
    leaf = next(leaf for leaf in LEAVES if leaf in harmless)
    with pytest.raises(UserError):
        _judge(harmless.replace(leaf, reaching, 1))


SHAPED = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.dates(),
        st.sampled_from(("", "a", "o.csv", "s3://b/o", "line", "order", "raw.orders", "'x'", "(")),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(
                (
                    *(*WORDS.input_keys, *WORDS.orders_keys, *WORDS.join_keys, *WORDS.columns),
                    *("order_id", "customer_id", "gross_amount", "delim", "nobody", True, None, 7),
                )
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@example({True: {}}, None, "joins")
@example(None, 0, "joins")
@given(SHAPED, SHAPED, st.sampled_from(("", "orders", "joins", "columns", "p")))
def test_any_shape_is_taken_or_named(shape: object, other: object, at: str) -> None:
    inputs = {
        "": shape,
        "orders": {"orders": shape, "feedback": other},
        "joins": {"orders": {"location": "o.csv", "joins": shape, "leave_out": other}},
        "columns": {"orders": {"location": "o.csv", "columns": shape, "order_columns": other}},
        "p": {"orders": {"location": "o.csv", "joins": {"p": shape}, "read_options": other}},
    }[at]
    # What is no mapping of known keys ends in a sentence, never in another error.
    with contextlib.suppress(UserError):
        assert isinstance(check_inputs(inputs, WORDS, Engine(adapter="spark")), dict)


def test_every_function_of_the_list_is_one_of_duckdb() -> None:
    from runner.warehouse import in_memory

    with in_memory() as connection:
        known = {
            name
            for (name,) in connection.execute(
                "select distinct lower(function_name) from duckdb_functions() "
                "where function_type in ('scalar', 'macro') "
                "and coalesce(stability, 'CONSISTENT') = 'CONSISTENT'"
            ).fetchall()
        }
    assert WORDS.allowed.functions - known == set()


def test_the_program_refuses_before_dbt_starts(tmp_path: Path) -> None:
    (tmp_path / "inputs.yml").write_text("inputs: {orders: {location: o.csv, gain: line}}\n")
    asked = run_tiers("build", "--inputs", "inputs.yml", folder=tmp_path)
    assert asked.code == ExitCode.USAGE_ERROR
    assert "Did you mean grain?" in asked.stderr
    assert "Traceback" not in asked.stderr
