"""Run some of the project's models on a connection, without dbt: each when one asks for it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

from runner.diagnosis import diagnose
from runner.intake.macros import load_jinja, refuse, template
from runner.project import Project
from runner.results import NodeResult
from runner.warehouse import EngineError

if TYPE_CHECKING:
    from runner.warehouse import Connection

SCHEMA = "memory.screening"


class Models:
    """The models and seeds of the project over the inputs that its variables name.

    A model is made when it is first asked for, after those that it reads.
    """

    def __init__(
        self,
        project: Project,
        connection: "Connection",
        *,
        variables: Mapping[str, object],
        tell: Callable[[str], object] = refuse,
    ) -> None:
        """Look where the models are, and make none.

        Args:
            project: whose models they are.
            connection: in which they are made.
            variables: all of dbt's.
            tell: what becomes of a sentence with which dbt would stop.
        """
        self.connection = connection
        connection.execute(f"create schema if not exists {SCHEMA}")
        self._files = {file.stem: file for file in (project.folder / "models").rglob("*.sql")}
        self._seeds = {file.stem: file for file in (project.folder / "seeds").rglob("*.csv")}
        self._inputs: Any = variables.get("inputs") or {}
        self._made: dict[str, str] = {}
        self._jinja = load_jinja(
            project.folder / "macros", connection, variables=variables, tell=tell
        )
        # Of dbt's graph there is nothing here but these.
        self._jinja.globals |= {"ref": self._ref, "relation_of": self.relation}

    def relation(self, name: str) -> str:
        """A model or a seed as SQL names it; it is made if it is not there yet."""
        if name not in self._made:
            relation = f"{SCHEMA}.{name}"
            if name in self._files:
                sql, config = self.render(name)
                kind = "table" if config.get("materialized") == "table" else "view"
                self._make(f"create {kind} {relation} as ({sql}\n)", name)
            else:
                self._load(self._seeds[name], relation)
            self._made[name] = relation
        return self._made[name]

    def render(self, name: str) -> tuple[str, Mapping[str, Any]]:
        """The SQL of a model, and what it says under `config`."""
        config: dict[str, Any] = {}

        def configure(**said: object) -> str:
            config.update(said)
            return ""

        text = self._files[name].read_text(encoding="utf-8")
        with self._explained(name):
            return template(self._jinja, text).render(config=configure), config

    def call(self, macro: str, *arguments: object, this: str = "") -> Any:  # noqa: ANN401
        """What a macro gives.

        Args:
            macro: its name.
            arguments: of it.
            this: the model whose hook it is, if it is one.
        """
        self._jinja.globals["this"] = self.relation(this) if this else None
        found: Any = self._jinja.globals[macro]
        return found(*arguments)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query; models are written {like_this}."""
        names = {name for _, name, *_ in Formatter().parse(sql) if name}
        relations = {name: self.relation(name) for name in sorted(names)}
        with self._explained("int_screened_orders"):
            return self.connection.execute(sql.format(**relations)).fetchall()

    def _ref(self, *names: str) -> str:
        return self.relation(names[-1])

    def _make(self, statement: str, name: str) -> None:
        with self._explained(name):
            self.connection.execute(statement)

    def _load(self, seed: Path, relation: str) -> None:
        import yaml

        properties = yaml.safe_load(seed.with_suffix(".yml").read_text(encoding="utf-8"))
        types = properties["seeds"][0]["config"]["column_types"]
        header = seed.read_text(encoding="utf-8").partition("\n")[0].strip().split(",")
        columns = ", ".join(f"{column} {types.get(column, 'string')}" for column in header)
        file = str(seed).replace("'", "''")
        self._make(f"create table {relation} ({columns})", seed.stem)
        self._make(f"copy {relation} from '{file}' (format csv, header true)", seed.stem)

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        """Tell what DuckDB objects to, in the words that a build would have for it.

        Raises:
            UserError: it has objected.
        """
        try:
            yield
        except EngineError as error:
            message = f"Runtime Error in model {name} ({name}.sql)\n  {error}"
            result = NodeResult(name, kind="model", status="error", seconds=0, message=message)
            raise diagnose([result], stopped_by="", inputs=self._inputs) or error from error
