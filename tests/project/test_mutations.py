"""The wrong changes that tests must notice can still be made."""

import pytest

from tests.conftest import PROJECT
from tests.mutations.__main__ import ROOMS
from tests.mutations.mutation import Mutation, read_mutations


@pytest.mark.parametrize("mutation", read_mutations(), ids=lambda mutation: mutation.name)
def test_a_mutation_stands_once_in_the_project_and_changes_it(mutation: Mutation) -> None:
    text = mutation.find(PROJECT).read_text(encoding="utf-8")
    assert mutation.applied(text) != text
    assert all((PROJECT / tests).is_file() for tests in ROOMS[mutation.room])


def test_every_room_is_mutated() -> None:
    assert {mutation.room for mutation in read_mutations()} == ROOMS.keys()
