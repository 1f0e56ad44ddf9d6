"""A dbt project of two models, quick to build, with every way to fail switched by a var."""

import os
import resource
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.conftest import PROJECT, Outcome, clean_environment

FILES = {
    "dbt_project.yml": """
        name: customer_tiers
        version: "0.1.0"
        config-version: 2
        profile: customer_tiers
        vars: {inputs: {}, as_of_date: null, bins: 5, label: A}
        models:
          customer_tiers:
            staging: {+schema: staging, +materialized: view}
            marts: {+schema: marts, +materialized: table}
    """,
    "models/staging/stg_tiers__orders.sql": """
        {% set orders = var('inputs').get('orders', {}) %}
        select
            {{ orders.get('columns', {}).get('customer_id', '1') }} as customer_id
        from
            {% if orders %} read_csv('{{ orders.location }}') {% else %} range(3) {% endif %}
    """,
    "models/marts/tier_summary.sql": """
        {% if var('bins') > 9 %}
            {{ exceptions.raise_compiler_error("bins is " ~ var('bins') ~ "; at most 9.") }}
        {% endif %}
        select
            's' as store_id,
            cast('{{ var('as_of_date') or '2024-01-31' }}' as date) as as_of_date,
            'abc' as scheme,
            '{{ var('label') }}' as label,
            'Top' as label_en,
            '甲' as label_zh,
            count(*) as customer_count,
            1.0 as customer_share,
            cast(10.5 as decimal(18, 4)) as net_revenue,
            1.0 as net_revenue_share
        from {{ ref('stg_tiers__orders') }}
    """,
    "models/marts/slow.sql": """
        {{ config(enabled=var('label') == 'slow') }}
        select sum(hash(a.range, b.range)) from range(1000000) as a, range(1000000) as b
    """,
    "models/marts/large.sql": """
        {{ config(enabled=var('label') == 'large') }}
        select uuid() as content from range(2000000)
    """,
    "models/marts/tier_summary.yml": """
        models:
          - name: tier_summary
            columns:
              - name: label
                data_tests:
                  - accepted_values:
                      name: label_is_known
                      description: A label is A.
                      arguments: {values: [A]}
    """,
}


@dataclass(frozen=True)
class Project:
    """A small dbt project of its own."""

    folder: Path

    @property
    def database(self) -> Path:
        """Where it is built to."""
        return self.folder / "customer_tiers.duckdb"

    def tiers(self, *arguments: str | Path) -> Outcome:
        """Run `tiers` in it, in this process, which spares the seconds of its imports."""
        from runner.cli import app

        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            patch.chdir(self.folder)
            for name in os.environ.keys() - clean_environment().keys():
                patch.delenv(name)
            done = CliRunner().invoke(app, [*map(str, arguments)])
        return Outcome(done.exit_code, done.stdout, done.stderr)

    def files(self) -> set[str]:
        """The database and what lies beside it, but for the note of its tests."""
        note = ".customer_tiers.duckdb.tests.json"
        return {
            file.name
            for file in self.folder.iterdir()
            if "customer_tiers" in file.name and file.name != note
        }


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """What a full disk, or one's share of it, looks like without root's rights."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The small project, not built yet."""
    from textwrap import dedent

    folder = tmp_path / "project"
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
    words = next((PROJECT / "macros").rglob("mapping_words.sql")).relative_to(PROJECT)
    for name in ("profiles.yml", "macros/settings/generate_schema_name.sql", str(words)):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((PROJECT / name).read_bytes())
    return Project(folder)
