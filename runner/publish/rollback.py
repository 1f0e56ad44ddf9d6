"""`tiers rollback`: make an earlier release of a folder current again."""

from dataclasses import dataclass
from pathlib import Path

from runner.errors import ExitCode, UserError, explain
from runner.publish.place import Place, taken
from runner.publish.verify import find, problems_of


@dataclass(frozen=True)
class RolledBack:
    """What `tiers rollback` did: `release` is current now, `replaced` was before."""

    target: str
    release: str
    replaced: str | None


def rollback_folder(folder: Path, *, name: str | None = None) -> RolledBack:
    """Swap `current` to another release, after reading every byte of it.

    Args:
        folder: that is published to.
        name: the release; by default the one that was made before the current one.

    Raises:
        UserError: there is no such release or it is not whole, or another program publishes there.
    """
    with taken(folder) as place:
        before = place.current()
        release = find(place, name or _made_before(place, before))
        if problems := problems_of(release):
            raise UserError(
                f"{release.name} is not whole, so it was not made current: {problems[0]}",
                "Name another one with --to; `tiers releases` lists them.",
                ExitCode.TEST_FAILED,
            )
        try:
            if release.name != before:
                place.swap(release.name)
        except OSError as error:
            raise explain(error, f"Can't replace {place.link}") from error
    return RolledBack(str(folder), release.name, before)


def _made_before(place: Place, current: str | None) -> str:
    names = [release.name for release in place.all()]
    older = names[names.index(current) + 1 :] if current in names else names
    if not older:
        raise UserError(f"{place.folder} has no release before {current}.")
    return older[0]
