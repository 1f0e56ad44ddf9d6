"""`tiers releases`: which releases a folder has."""

from dataclasses import dataclass
from pathlib import Path

from runner.errors import UserError
from runner.publish.place import Place


@dataclass(frozen=True)
class Listed:
    """A release: its id, when it was made (UTC), its bytes; of one without a manifest neither."""

    release: str
    is_current: bool
    made_at: str | None
    bytes: int | None


def list_releases(folder: Path) -> tuple[Listed, ...]:
    """The releases of a folder, the newest first; `tiers verify` reads their files, this does not.

    Raises:
        UserError: nothing is published there.
    """
    place = Place(folder.absolute())
    current = place.current()
    found = tuple(
        Listed(
            release=release.name,
            is_current=release.name == current,
            made_at=release.made_at[:16].replace("T", " ") or None,
            bytes=release.manifest.bytes if release.manifest else None,
        )
        for release in place.all()
    )
    if not found:
        raise UserError(f"Nothing is published in {folder}.", "`tiers publish --to` does it.")
    return found
