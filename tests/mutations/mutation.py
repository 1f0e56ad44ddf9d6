"""A mutation: a text in the project, and what it is replaced by."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("mutations.yml")
READ = ("*.sql", "*.py")


@dataclass(frozen=True)
class Mutation:
    """One wrong change: `old` stands once in a file or folder, `new` takes its place."""

    name: str
    room: str
    place: str
    old: str
    new: str

    def find(self, project: Path) -> Path:
        """The file that has the text.

        Raises:
            LookupError: no file has it, or it stands in more than one place.
        """
        place = project / self.place
        files = [place] if place.is_file() else [f for kind in READ for f in place.rglob(kind)]
        found = {file: self._count(file.read_text(encoding="utf-8")) for file in files}
        places = {file: count for file, count in found.items() if count}
        if sum(places.values()) != 1:
            where = ", ".join(str(file.relative_to(project)) for file in places) or "no file"
            raise LookupError(f"{self.name}: `{self.old}` stands in {where} of {self.place}.")
        return next(iter(places))

    def applied(self, text: str) -> str:
        """The text of the file with the change made."""
        return self._pattern.sub(lambda _: self.new, text)

    def _count(self, text: str) -> int:
        return len(self._pattern.findall(text))

    @property
    def _pattern(self) -> re.Pattern[str]:
        """However the lines are broken."""
        return re.compile(r"\s+".join(re.escape(word) for word in self.old.split()))


def read_mutations() -> list[Mutation]:
    """All that are written down."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return [
        Mutation(
            name=name,
            room=entry["room"],
            place=entry["in"],
            old=entry["old"].strip(),
            new=entry["new"].strip(),
        )
        for name, entry in content.items()
    ]
