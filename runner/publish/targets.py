"""What is published to: a folder, or a database by its URL."""

from pathlib import Path
from typing import TYPE_CHECKING

from runner.errors import UserError
from runner.project import Project
from runner.publish.folder import publish_to_folder
from runner.publish.listing import Listed, list_releases
from runner.publish.rollback import RolledBack, rollback_folder
from runner.publish.shapes import Published, PublishRequest, PublishWatcher
from runner.publish.verify import Verified, verify
from runner.server import address_of, is_server

if TYPE_CHECKING:
    from runner.publish.postgres.verify import VerifiedServer


def publish_to(
    project: Project, target: str, request: PublishRequest, watcher: PublishWatcher
) -> Published:
    """Publish a database to a target.

    Raises:
        UserError: a test failed, or the target can't be written; what was current still is.
    """
    if _is_server(target, schema=request.schema, grants=request.grants):
        from runner.publish.postgres.publish import publish_to_server

        return publish_to_server(project, target, request, watcher)
    return publish_to_folder(project, Path(target), request, watcher)


def rollback_at(target: str, *, schema: str | None = None, name: str | None = None) -> RolledBack:
    """Make an earlier release of a target current again, by default the one before.

    Raises:
        UserError: there is none, or it is not whole.
    """
    if _is_server(target, schema=schema):
        from runner.publish.postgres.rollback import rollback_server

        return rollback_server(target, schema=schema, name=name)
    return rollback_folder(Path(target), name=name)


def verify_at(
    target: str, *, schema: str | None = None, name: str | None = None
) -> "Verified | VerifiedServer":
    """Compare a release of a target with its manifest, by default the current one.

    Raises:
        UserError: there is none.
    """
    if _is_server(target, schema=schema):
        from runner.publish.postgres.verify import verify_server

        return verify_server(target, schema=schema, name=name)
    return verify(Path(target), name=name)


def releases_at(target: str, *, schema: str | None = None) -> tuple[Listed, ...]:
    """The releases of a target, the newest first.

    Raises:
        UserError: there are none.
    """
    if _is_server(target, schema=schema):
        from runner.publish.postgres.rollback import list_server_releases

        return list_server_releases(target, schema=schema)
    return list_releases(Path(target))


def told(target: str) -> str:
    """A target as it may be shown: the address of a server without its password."""
    return address_of(target)[0] if is_server(target) else target


def _is_server(target: str, *, schema: str | None, grants: tuple[str, ...] = ()) -> bool:
    """Whether a target is a server; else it is a folder.

    Raises:
        UserError: it is neither, or a folder with options of a server.
    """
    if is_server(target):
        return True
    scheme, separator, _ = target.partition("://")
    if separator:
        raise UserError(
            f"Nothing can be published to {scheme}.",
            "Give a folder, or postgresql://user@host/database.",
        )
    if schema is not None or grants:
        raise UserError(
            f"{target} is a folder; --schema and --grant are for a server.",
            "Its address is postgresql://user@host/database.",
        )
    return False
