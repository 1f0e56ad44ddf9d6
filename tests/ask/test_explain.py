"""`tiers explain`: the page of a customer of the sample shop."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from runner.ask.explain import Question, explain_customer
from runner.ask.page import Label, Page
from runner.ask.show_explain import show_pages, sparkline
from runner.choices import Language
from runner.console import Terminal
from runner.errors import UserError
from runner.project import Project, find_project
from tests.conftest import PROJECT, run_tiers
from tests.registry import schemes

pytestmark = pytest.mark.builds
CUSTOMER, STORE = "C10387", "north"
NEWEST = date(2025, 12, 31)


@pytest.fixture(scope="module")
def project() -> Project:
    return find_project(PROJECT)


@pytest.fixture(scope="module")
def page(project: Project, sample_database: Path) -> Page:
    question = Question(CUSTOMER, include_personal=True)
    (found,) = explain_customer(project, sample_database, question)
    return found


def ask(database: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()


def test_the_facts_are_those_of_the_orders(page: Page, sample_database: Path) -> None:
    ((orders, first, last, gross, discounts),) = ask(
        sample_database,
        """
        select count(*), min(order_date), max(order_date), sum(gross_amount), sum(discount_amount)
        from marts.accepted_orders
        where store_id = ? and customer_id = ? and order_status = 'completed'
        """,
        STORE,
        CUSTOMER,
    )
    assert (page.store_id, page.customer_id, page.as_of_date) == (STORE, CUSTOMER, NEWEST)
    assert page.facts["order_count"] == orders > 20
    assert page.facts["first_order_date"] == first
    assert page.facts["last_order_date"] == last
    assert page.facts["days_since_last_order"] == (NEWEST - last).days
    assert page.facts["gross_revenue"] == gross
    assert page.facts["discount_amount"] == discounts
    assert page.amounts.currency == "USD"


def test_the_person_is_the_one_of_the_customers_input(page: Page, sample_database: Path) -> None:
    ((name, email, region),) = ask(
        sample_database,
        "select full_name, email, region from sample.sample_customers where customer_id = ?",
        CUSTOMER,
    )
    known = page.profile
    assert (known["full_name"], known["email"], known["region"]) == (name, email, region)


def test_who_it_is_is_said_only_if_asked_for(
    page: Page, project: Project, sample_database: Path
) -> None:
    (found,) = explain_customer(project, sample_database, Question(CUSTOMER))
    hidden = {"full_name", "email", "phone", "birth_date"}
    assert hidden <= page.profile.keys()
    assert found.profile == {
        name: value for name, value in page.profile.items() if name not in hidden
    }
    assert {"region", "gender"} <= found.profile.keys()


def test_every_scheme_has_its_label_now_and_in_history(page: Page, sample_database: Path) -> None:
    assert [label.scheme for label in page.labels] == list(schemes())
    for label, (name, scheme) in zip(page.labels, schemes().items(), strict=True):
        judged = ask(
            sample_database,
            f"""
            select as_of_date, {scheme["label"]} from marts.{scheme["model"]}
            where store_id = ? and customer_id = ? order by all
            """,
            STORE,
            CUSTOMER,
        )
        assert [(day, past.label) for day, past in page.of_scheme(name)] == judged
        assert len(judged) == 13
        assert label.label == judged[-1][1]
        assert any(told.scheme == name and told.text["en"] for told in page.sentences), name


def test_a_past_date_knows_nothing_of_later_ones(project: Project, sample_database: Path) -> None:
    question = Question(CUSTOMER, as_of="2025-03-31")
    (past,) = explain_customer(project, sample_database, question)
    assert max(past.history) == past.as_of_date == date(2025, 3, 31)
    assert past.facts["days_since_last_order"] == (past.as_of_date - date(2024, 10, 19)).days
    assert not past.actions


def test_what_is_missing_is_the_way_to_the_bound(project: Project, sample_database: Path) -> None:
    ((customer, store, revenue, bound),) = ask(
        sample_database,
        """
        select facts.customer_id, facts.store_id, facts.net_revenue, cuts.lower_bound
        from marts.abc_tiers as facts
        inner join marts.tier_cuts as cuts using (store_id, as_of_date)
        where
            facts.abc_class = 'B' and as_of_date = date '2025-12-31'
            and cuts.scheme = 'abc' and cuts.level = 'A'
        order by all limit 1
        """,
    )
    (found,) = explain_customer(project, sample_database, Question(customer, store=store))
    (step,) = (told for told in found.next_steps if told.scheme == "abc")
    assert step.next_level == "A"
    assert step.next_names == {"en": "Class A", "zh": "A类"}
    assert step.distance == pytest.approx(float(bound - revenue))
    assert f"{bound - revenue:,.2f} USD to go" in step.text["en"]


def test_the_actions_have_their_channel(page: Page, sample_database: Path) -> None:
    rows = ask(
        sample_database,
        """
        select action_en, channel_label_zh from marts.customer_actions
        where store_id = ? and customer_id = ? and as_of_date = date '2025-12-31'
        order by action_rank
        """,
        STORE,
        CUSTOMER,
    )
    assert 1 <= len(rows) <= 3
    assert [(action.text["en"], action.channel["zh"]) for action in page.actions] == rows


def test_a_customer_of_two_stores_has_two_pages(project: Project, sample_database: Path) -> None:
    both = explain_customer(project, sample_database, Question("C11977"))
    assert [found.store_id for found in both] == ["north", "south"]
    assert both[0].facts["net_revenue"] == Decimal("3808.12")  # docs/tables.md
    assert {day for found in both for day in found.history} == set(both[0].history)
    (south,) = explain_customer(project, sample_database, Question("C11977", store="south"))
    assert south == both[1]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        # One letter for another, one too many, in small letters.
        (Question("C1O387"), r"The nearest ids: C10387, "),
        (Question("C103877"), r"The nearest ids: C10377, C10387, "),
        (Question("c10387"), r"The nearest ids: C10387, "),
        (Question("completely else"), r"There is no customer completely else\.$"),
        # seeds/sample/sample_customer_aliases.csv
        (Question("C10650"), r"merged into C10651"),
        (Question("C11977", store="west"), r"They are in north, south\."),
        (Question(CUSTOMER, as_of="2025-12-01"), r"no as-of date 2025-12-01 .* 2025-11-30"),
        (Question(CUSTOMER, as_of="December"), r"--as-of December is not a day"),
    ],
)
def test_who_is_not_there_is_answered(
    project: Project, sample_database: Path, question: Question, says: str
) -> None:
    with pytest.raises(UserError, match=says) as raised:
        explain_customer(project, sample_database, question)
    assert raised.value.code == 2


def test_a_customer_is_not_known_before_the_first_order(
    project: Project, sample_database: Path
) -> None:
    ((customer, first),) = ask(
        sample_database,
        """
        select customer_id, min(as_of_date) from marts.rfm_scores
        group by customer_id
        having min(as_of_date) between date '2025-03-01' and date '2025-11-30'
        order by all limit 1
        """,
    )
    with pytest.raises(UserError, match=f"first as-of date with them is {first}"):
        explain_customer(project, sample_database, Question(customer, as_of="2024-12-31"))


def test_the_page_is_chinese_but_for_the_data(
    page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    show_pages(Terminal(language=Language.ZH), [page])
    shown = capsys.readouterr().out
    data = {str(value) for value in page.profile.values()} | {CUSTOMER, STORE}
    for text in sorted(data, key=len, reverse=True):
        shown = shown.replace(text, "")
    assert set(re.findall("[A-Za-z]{2,}", shown)) <= {"USD", "RFM", "ABC", "MAN", "NPS"}


def test_the_command_prints_a_page_or_one_object(sample_database: Path) -> None:
    to = ("--database", sample_database)
    shown = run_tiers("explain", CUSTOMER, *to, folder=PROJECT)
    assert shown.code == 0
    assert "Customer C10387 in store north, as of 2025-12-31" in shown.stdout
    assert "abc: Class A" in shown.stdout
    told = run_tiers("explain", CUSTOMER, *to, "--json", folder=PROJECT).json
    (found,) = told["customers"]
    assert found["facts"]["net_revenue"] == "2425.6300"  # docs/tables.md
    assert {label["scheme"]: label["label"] for label in found["labels"]}["abc"] == "A"
    nobody = run_tiers("explain", "C1O387", *to, "--json", folder=PROJECT)
    assert (nobody.code, nobody.json["exit_code"]) == (2, 2)


def test_a_line_is_as_high_as_the_labels_stand() -> None:
    heights = (0.0, 0.5, 1.0, None)
    labels = [Label("abc", "x", {}, height) for height in heights]
    assert sparkline(labels) == "▁▅█·"
