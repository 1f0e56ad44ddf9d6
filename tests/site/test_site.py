"""`tiers docs`: what the pages say is in the database, and they need nothing but themselves."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest

from runner.errors import UserError
from runner.project import find_project
from runner.serve.marks import Treatment, read_marks
from runner.site.labels import read_schemes
from runner.site.lineage import Lineage, read_lineage
from runner.site.pages import in_html
from runner.site.render import MADE_BY, write_site
from runner.site.shapes import Site
from runner.site.write import check_replaceable, read_site
from runner.warehouse import open_warehouse
from tests.conftest import PROJECT, run_tiers

WRITTEN_PAGES = ("definitions.html", "glossary.html")
VOID = {"meta", "link", "br", "hr", "img"}


class Outline(HTMLParser):
    """What a page consists of."""

    def __init__(self) -> None:
        """Of nothing yet."""
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.chinese: list[str] = []
        self.languages: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag, where it leads to, and the language inside it."""
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [found[name] or "" for name in ("href", "src") if found.get(name)]
        self.ids += [found["id"] or ""] if "id" in found else []
        if tag not in VOID:
            inside = self.languages[-1] if self.languages else ""
            self.languages.append("code" if tag == "code" else found.get("lang") or inside)

    def handle_endtag(self, tag: str) -> None:
        """Come back to the language around it."""
        if tag not in VOID:
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        """Keep what stands there as Chinese."""
        if self.languages and self.languages[-1] == "zh-Hans" and data.strip():
            self.chinese.append(data.strip())


def outline(file: Path) -> Outline:
    found = Outline()
    found.feed(file.read_text(encoding="utf-8"))
    assert found.languages == [], file
    return found


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As much as a manifest needs: facts of orders, their cuts, tiers of both by rules."""
    models = {
        "stg_tiers__orders": ("models/staging", []),
        "int_sums": ("models/marts/facts/steps", ["stg_tiers__orders"]),
        "customer_facts": ("models/marts/facts", ["int_sums"]),
        "int_levels": ("models/marts/cuts/steps", ["customer_facts", "abc_classes"]),
        "tier_cuts": ("models/marts/cuts", ["int_levels"]),
        "abc_tiers": ("models/marts/tiers", ["customer_facts", "tier_cuts", "abc_classes"]),
    }
    nodes: dict[str, Any] = {
        f"m.{name}": {
            "name": name,
            "resource_type": "model",
            "original_file_path": f"{folder}/{name}.sql",
            "depends_on": {
                "nodes": [f"{'s' if each == 'abc_classes' else 'm'}.{each}" for each in parents]
            },
        }
        for name, (folder, parents) in models.items()
    }
    nodes["s.abc_classes"] = {
        "name": "abc_classes",
        "resource_type": "seed",
        "original_file_path": "seeds/rules/abc_classes.csv",
        "depends_on": {"nodes": []},
    }
    file = tmp_path_factory.mktemp("dbt") / "manifest.json"
    file.write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def site(sample_database: Path, manifest: Path) -> Site:
    return read_site(find_project(PROJECT), sample_database, manifest)


@pytest.fixture(scope="module")
def written(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(site, folder)
    (folder / "dbt.html").write_text("dbt's own", encoding="utf-8")
    return folder


def pages(folder: Path) -> Iterator[Path]:
    yield from (file for file in sorted(folder.rglob("*.html")) if file.name != "dbt.html")


def test_lineage_leads_to_the_nearest_tables_inputs_and_rules(manifest: Path) -> None:
    assert read_lineage(manifest) == {
        "customer_facts": Lineage((), ("orders",), ()),
        "tier_cuts": Lineage(("customer_facts",), (), ("abc_classes",)),
        "abc_tiers": Lineage(("customer_facts", "tier_cuts"), (), ("abc_classes",)),
    }


@pytest.mark.builds
def test_every_page_is_complete_and_every_link_of_it_leads_somewhere(written: Path) -> None:
    found = {file.resolve(): outline(file) for file in pages(written)}
    assert len(found) > 70
    for file, page in found.items():
        for tag in ("html", "title", "header", "nav", "main", "h1", "footer"):
            assert page.tags.count(tag) == 1, (file, tag)
        assert "script" not in page.tags
        # Tables of the written pages have their heading above them.
        if file.name not in WRITTEN_PAGES:
            assert page.tags.count("table") == page.tags.count("caption"), file
        assert len(page.ids) == len(set(page.ids)), file
        for link in page.links:
            target, _, part = link.partition("#")
            to = (file.parent / target).resolve() if target else file
            assert to.is_file(), (file, link)
            assert not part or part in found[to].ids, (file, link)


@pytest.mark.builds
def test_the_pages_are_small(written: Path) -> None:
    size = sum(file.stat().st_size for file in written.rglob("*") if file.is_file())
    assert size < 1_200_000


@pytest.mark.builds
def test_chinese_pages_speak_chinese(written: Path) -> None:
    """English stands in codes, in what is marked as English, and in names alone."""
    names = r"[\s\w.,%·→/：（）-]*"
    known = r"customer-tiers|tiers docs|tiers build|tiers|CSV|BI|ABC|RFM|MAN|SQL|VIP|App|USD"
    left = set()
    for file in pages(written / "zh"):
        if file.name in WRITTEN_PAGES:
            continue
        for words in outline(file).chinese:
            if words.removesuffix(" · customer-tiers") == file.stem:
                continue
            rest = re.sub(rf"{known}|\b\w*_\w*\b|seeds/rules|north|south", "", words)
            if re.search("[A-Za-z]{2,}", rest) and re.fullmatch(names, rest, re.ASCII):
                left.add(words)
    assert left == set()


@pytest.mark.builds
def test_every_label_and_action_of_the_rules_is_shown_with_its_customers(
    written: Path, site: Site, sample_database: Path
) -> None:
    texts = {
        "en": (written / "labels.html").read_text(encoding="utf-8"),
        "zh": (written / "zh" / "labels.html").read_text(encoding="utf-8"),
    }
    with duckdb.connect(sample_database, read_only=True) as connection:
        labels = connection.execute(
            "select scheme, label, label_en, label_zh from rules.tier_labels"
        ).fetchall()
        actions = connection.execute(
            "select action_en, action_zh from rules.tier_playbook"
        ).fetchall()
        counted = connection.execute(
            """
            select 'abc', abc_class, count(*) from marts.customer_tiers
            where as_of_date = '2025-12-31' group by abc_class
            union all
            select 'rfm', rfm_segment, count(*) from marts.customer_tiers
            where as_of_date = '2025-12-31' group by rfm_segment
            """
        ).fetchall()
    assert len(labels) == 79
    for scheme, label, english, chinese in labels:
        for text in texts.values():
            assert f'id="{scheme}.{label}"' in text
            assert escaped(english) in text
            assert chinese in text
    for english, chinese in actions:
        assert escaped(english) in texts["en"]
        assert chinese in texts["zh"]
    shown = {
        (scheme.name, label.code): label.customers
        for scheme in site.schemes
        for label in scheme.labels
    }
    assert len(counted) > 10
    assert {(scheme, label): shown[scheme, label] for scheme, label, _ in counted} == {
        (scheme, label): count for scheme, label, count in counted
    }


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("'", "&#39;")


@pytest.mark.builds
def test_bounds_say_to_which_level_a_value_on_them_belongs(site: Site) -> None:
    schemes = {scheme.name: scheme for scheme in site.schemes}
    (classes,) = schemes["abc"].cuts
    assert classes.stores == ("north", "south")
    assert [(name["en"], bounds[0]["en"]) for name, bounds in classes.levels] == [
        ("Class A", "322.99 USD or more"),
        ("Class B", "100.54 USD or more, under 322.99 USD"),
        ("Class C", "under 100.54 USD"),
    ]
    recency = next(cuts for cuts in schemes["rfm"].cuts if "days" in cuts.metric["en"])
    assert recency.levels[1][1][0] == {
        "en": "over 16 days, up to 64 days",
        "zh": "超过16天，不超过64天",
    }


@pytest.mark.builds
def test_nothing_of_a_customer_is_on_a_page(written: Path, sample_database: Path) -> None:
    with duckdb.connect(sample_database, read_only=True) as connection:
        rows = connection.execute(
            "select customer_id, email, phone, full_name from sample.sample_customers"
        ).fetchall()
        ids = connection.execute("select distinct customer_id from marts.customer_tiers").fetchall()
    markers = {str(value) for row in (*rows, *ids) for value in row if value and len(value) > 3}
    assert len(markers) > 4000
    for file in pages(written):
        if file.name not in WRITTEN_PAGES:
            words = set(re.findall(r"[\w.@+-]+", file.read_text(encoding="utf-8")))
            assert not words & markers, file


@pytest.mark.builds
def test_personal_columns_are_marked(site: Site) -> None:
    marks = read_marks(PROJECT)
    assert site.tables
    for table in site.tables:
        for column in table.columns:
            mark = marks.of(table.name, column.name)
            assert mark
            assert column.is_personal == (mark.treatment == Treatment.PERSONAL)


def test_markdown_keeps_only_links_that_the_site_has() -> None:
    html = in_html("[terms](glossary.md#x), [rules](../rules.md), [RFC](https://example.org)\n")
    assert '<a href="glossary.html">terms</a>, rules, <a href="https://example.org">RFC' in html


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    check_replaceable(tmp_path / "new")
    check_replaceable(tmp_path)
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="is no site of tiers docs"):
        check_replaceable(tmp_path)


@pytest.mark.builds
def test_of_many_stores_no_bounds_are_shown(sample_database: Path, tmp_path: Path) -> None:
    database = tmp_path / "customer_tiers.duckdb"
    with duckdb.connect(database) as connection:
        connection.execute(f"attach '{sample_database}' as sample (read_only)")
        connection.execute("create schema marts; create schema rules")
        connection.execute(
            "create table marts.tier_cuts as select * replace (store_id || n as store_id)"
            " from sample.marts.tier_cuts, range(3) as numbers (n)"
        )
        connection.execute("create table rules.tier_labels as from sample.rules.tier_labels")
    with open_warehouse(database) as warehouse:
        schemes = read_schemes(warehouse)
    assert len(schemes) == 13
    assert not any(scheme.cuts for scheme in schemes)


@pytest.mark.builds
@pytest.mark.slow
def test_the_command_writes_the_site_and_replaces_an_older_one(
    sample_database: Path, tmp_path: Path
) -> None:
    before = sample_database.stat()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text(MADE_BY, encoding="utf-8")
    done = run_tiers(
        *("docs", "--out", tmp_path / "site", "--database", sample_database, "--json"),
        folder=PROJECT,
    )
    assert done.code == 0, done.stderr
    assert sample_database.stat().st_mtime_ns == before.st_mtime_ns
    assert [file.name for file in tmp_path.iterdir()] == ["site"]
    dbt = (tmp_path / "site" / "dbt.html").read_text(encoding="utf-8")
    assert "abc_tiers" in dbt
    assert str(PROJECT) not in dbt
    facts = (tmp_path / "site" / "tables" / "customer_facts.html").read_text(encoding="utf-8")
    assert "order_status_effects" in facts
    none = run_tiers("docs", "--database", tmp_path / "none.duckdb", folder=tmp_path)
    assert none.code == 2
    assert not (tmp_path / "site.html").exists()
