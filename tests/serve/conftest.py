"""The server of the tests of publishing, for what is looked for in its tables too."""

from tests.publish.postgres.conftest import server, shared

__all__ = ["server", "shared"]
