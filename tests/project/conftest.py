"""The project as dbt understood it, read from its manifest."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conftest import SampleBuild

Manifest = Mapping[str, Any]
Node = Mapping[str, Any]


@pytest.fixture(scope="session")
def manifest(sample_build: SampleBuild) -> Manifest:
    """dbt's manifest of the build of the sample shop."""
    (file,) = (sample_build.database.parent / "target").rglob("manifest.json")
    content: Manifest = json.loads(file.read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="session")
def models(manifest: Manifest) -> Mapping[str, Node]:
    """The project's models by name."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
