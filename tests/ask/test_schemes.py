"""Which schemes a database has, read out of the registry."""

from runner.ask.schemes import Scheme, schemes_of
from tests.conftest import PROJECT
from tests.registry import schemes


def test_every_scheme_of_the_registry_is_named() -> None:
    columns = [
        f"{scheme['label']}{ending}"
        for scheme in schemes().values()
        for ending in ("", "_label_en", "_label_zh")
    ]
    expected = tuple(Scheme(name, scheme["label"]) for name, scheme in schemes().items())
    assert schemes_of(columns, PROJECT) == expected


def test_a_scheme_that_the_registry_does_not_have_is_called_as_its_column() -> None:
    columns = ["order_count", "mood", "mood_label_en", "mood_label_zh", "rfm_cell"]
    assert schemes_of(columns, PROJECT) == (Scheme("mood", "mood"),)
