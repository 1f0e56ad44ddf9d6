"""What is published to: a folder, or a database by its URL."""

from pathlib import Path

from runner.errors import UserError
from runner.project import Project
from runner.publish.folder import publish_to_folder
from runner.publish.rollback import RolledBack, rollback_folder
from runner.publish.shapes import Published, PublishRequest, PublishWatcher


def publish_to(
    project: Project, target: str, request: PublishRequest, watcher: PublishWatcher
) -> Published:
    """Publish a database to a target.

    Raises:
        UserError: a test failed, or the target can't be written; what was current still is.
    """
    if scheme := _scheme(target):
        raise _unknown(scheme)
    return publish_to_folder(project, Path(target), request, watcher)


def rollback(target: str, *, name: str | None = None) -> RolledBack:
    """Make an earlier release of a target current again, by default the one before.

    Raises:
        UserError: there is none, or it is not whole.
    """
    if scheme := _scheme(target):
        raise _unknown(scheme)
    return rollback_folder(Path(target), name=name)


def _scheme(target: str) -> str:
    scheme, separator, _ = target.partition("://")
    return scheme if separator else ""


def _unknown(scheme: str) -> UserError:
    return UserError(
        f"Nothing can be published to {scheme}.",
        "Give a folder.",
    )
