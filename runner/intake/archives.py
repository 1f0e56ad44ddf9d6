"""ZIP archives: their files, and one of them unpacked."""

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from runner.errors import UserError

UTF_8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
# What systems add, and what says something about the files beside it.
BESIDE = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
NO_TABLES = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".doc", ".docx", ".html", ".htm", ".md")


def members_of(archive: Path) -> tuple[str, ...]:
    """The files in an archive that may hold rows.

    Raises:
        UserError: it is damaged.
    """
    return tuple(_members(archive))


def _members(archive: Path) -> dict[str, zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(archive) as opened:
            infos = opened.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise UserError(f"{archive} is no archive that can be read: {error}.") from error
    return {_name(info): info for info in infos if _may_hold_rows(info)}


def _may_hold_rows(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    is_beside = any(part in BESIDE or part.startswith("._") for part in path.parts)
    return bool(
        info.file_size
        and not info.is_dir()
        and not is_beside
        and path.suffix.lower() not in NO_TABLES
    )


def _name(info: zipfile.ZipInfo) -> str:
    """In UTF-8; Windows writes names in Chinese in GBK and does not say so."""
    if info.flag_bits & UTF_8_FLAG:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def unpack(archive: Path, member: str, folder: Path) -> Path:
    """Unpack a file into a folder, under a name of ours with its own ending.

    Raises:
        UserError: there is no such file, or it needs a password.
    """
    members = _members(archive)
    if member not in members:
        raise UserError(
            f"{archive} has no file {member}.", f"There are: {', '.join(members) or 'none'}."
        )
    info = members[member]
    if info.flag_bits & ENCRYPTED_FLAG:
        raise UserError(
            f"{archive} is protected by a password.", "Unpack it, and name the file in it."
        )
    suffix = "".join(PurePosixPath(member).suffixes[-2:])
    target = folder / f"member{suffix if suffix.isprintable() else ''}"
    try:
        with (
            zipfile.ZipFile(archive) as opened,
            opened.open(info) as source,
            target.open("wb") as copy,
        ):
            shutil.copyfileobj(source, copy)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise UserError(
            f"{member} in {archive} can't be unpacked: {error}.", "Unpack it yourself, and name it."
        ) from error
    return target
