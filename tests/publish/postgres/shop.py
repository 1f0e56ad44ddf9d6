"""Publish the small shop to a server."""

from pathlib import Path

from runner.choices import Loudness
from runner.console import Terminal
from runner.project import Project
from runner.publish.postgres.publish import publish_to_server
from runner.publish.shapes import Published, PublishRequest
from tests.conftest import PROJECT

# Of all tables that a reader joins, the least and the greatest number of the build.
JOINED = """
    select min(least(f.order_count, t.order_count, c.order_count)),
        max(greatest(f.order_count, t.order_count, c.order_count)), count(*)
    from customer_tiers.customer_facts f
    inner join customer_tiers.customer_tiers t using (store_id, customer_id, as_of_date)
    inner join customer_tiers.customer_tiers_current c using (store_id, customer_id, as_of_date)
"""


def publish(
    database: Path,
    address: str,
    *,
    keep: int = 10,
    grants: tuple[str, ...] = (),
    schema: str | None = None,
) -> Published:
    """Publish it, by the marks of the real project."""
    return publish_to_server(
        Project(PROJECT, {}),
        address,
        PublishRequest(database, keep=keep, grants=grants, schema=schema),
        Terminal(loudness=Loudness.QUIET),
    )
