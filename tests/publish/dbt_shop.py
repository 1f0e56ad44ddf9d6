"""The small shop as a dbt project, for what needs a real build: with a test that can fail."""

from pathlib import Path
from textwrap import dedent

from tests.conftest import PROJECT
from tests.runner.conftest import Project

CUSTOMERS = 2_000
FILES = {
    "dbt_project.yml": """
        name: customer_tiers
        version: "0.1.0"
        config-version: 2
        profile: customer_tiers
        vars: {inputs: {}, as_of_date: null, stock: 1, rules: r}
        test-paths: [tests/dbt]
        models:
          customer_tiers:
            +materialized: table
            intermediate: {+schema: intermediate}
            marts: {+schema: marts}
    """,
    "models/intermediate/int_rules_version.sql": """
        select '{{ var('rules') }}' as rules_version
    """,
    "models/intermediate/int_as_of_dates.sql": """
        select
            as_of_date,
            as_of_date = date '2025-12-31' as is_newest,
            'content of {{ var('stock') }}' as as_of_content
        from (values (date '2025-11-30'), (date '2025-12-31')) as dates (as_of_date)
    """,
    "models/marts/customer_facts.sql": f"""
        select
            's' as store_id,
            range::text as customer_id,
            dates.as_of_date,
            {{{{ var('stock') }}}} as order_count,
            cast({{{{ var('stock') }}}} + range / 100 as decimal(18, 4)) as net_revenue
        from range({CUSTOMERS}) as ranges, {{{{ ref('int_as_of_dates') }}}} as dates
    """,
    "models/marts/customer_tiers.sql": """
        select * from {{ ref('customer_facts') }}
    """,
    "models/marts/customer_tiers_current.sql": """
        {{ config(materialized='view') }}
        select * from {{ ref('customer_tiers') }} where as_of_date = date '2025-12-31'
    """,
    "models/marts/marts.yml": """
        models:
          - name: customer_facts
            columns: &columns
              - name: store_id
              - name: customer_id
              - name: as_of_date
              - name: order_count
              - name: net_revenue
          - name: customer_tiers
            columns: *columns
    """,
    "tests/dbt/stock_is_no_loss.sql": """
        select * from {{ ref('customer_tiers') }} where order_count < 0
    """,
    "tests/dbt/stock_is_not_large.sql": """
        {{ config(severity='warn') }}
        select * from {{ ref('customer_tiers') }} where order_count > 1000
    """,
}


def dbt_shop(folder: Path) -> Project:
    """Write the project into a folder; it is not built yet."""
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    words = next((PROJECT / "macros").rglob("mapping_words.sql")).relative_to(PROJECT)
    for name in ("profiles.yml", "macros/settings/generate_schema_name.sql", str(words)):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((PROJECT / name).read_bytes())
    return Project(folder)
