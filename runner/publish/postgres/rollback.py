"""Let readers of a PostgreSQL database see an earlier release again, and say which there are."""

from runner.errors import ExitCode, UserError
from runner.publish.listing import Listed
from runner.publish.postgres.manifest import tables_of
from runner.publish.postgres.place import Place, Release
from runner.publish.postgres.publish import make_current
from runner.publish.postgres.session import opened, taken
from runner.publish.postgres.verify import find, nothing_published, problems_of
from runner.publish.rollback import RolledBack


def rollback_server(
    target: str, *, schema: str | None = None, name: str | None = None
) -> RolledBack:
    """Let the views show another release, after reading every row of it.

    Args:
        target: the URL; its password is told nobody.
        schema: of the readers.
        name: the release; by default the one that was made before the current one.

    Raises:
        UserError: there is no such release or it is not whole, or another program publishes there.
    """
    with taken(target, schema=schema) as place:
        before = place.current()
        release = find(place, name) if name else _made_before(place, before)
        if problems := problems_of(place, release):
            raise UserError(
                f"{release.name} is not whole, so it was not made current: {problems[0]}",
                "Name another one with --to; `tiers releases` lists them.",
                ExitCode.TEST_FAILED,
            )
        if release != before:
            make_current(place, release)
        return RolledBack(place.address, release.name, before.name if before else None)


def list_server_releases(target: str, *, schema: str | None = None) -> tuple[Listed, ...]:
    """The releases of a schema, the newest first.

    Raises:
        UserError: nothing is published there.
    """
    with opened(target, schema=schema) as place:
        current = place.current()
        found = tuple(_listed(release, is_current=release == current) for release in place.all())
        if not found:
            raise nothing_published(place)
        return found


def _listed(release: Release, *, is_current: bool) -> Listed:
    tables = tables_of(release.manifest)
    return Listed(
        release=release.name,
        is_current=is_current,
        made_at=release.made_at[:16].replace("T", " "),
        bytes=sum(table.bytes for table in tables),
    )


def _made_before(place: Place, current: Release | None) -> Release:
    there = place.all()
    older = there[there.index(current) + 1 :] if current in there else there
    if not older:
        raise UserError(
            f"{place.address} has no release before {current.name if current else None}."
        )
    return older[0]
