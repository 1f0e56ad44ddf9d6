"""A preset's mapping on the file or table that was recognised, and on what stands beside it."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from runner.errors import UserError


def placed(
    inputs: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """A preset's inputs with the keys that read them, and with the sources of their joins.

    A join of a preset names a file (`location: olist_orders_dataset.csv`) or a table
    (`relation: refund`). The file is looked for in the folder of the recognised one, the table in
    its schema or database; where tables were exported to files, in refund.csv beside
    order_line_refund.csv. Out of an archive the other file comes from the same one.

    Args:
        inputs: as a preset gives them, without a location.
        given: the keys that read what was recognised: location, convert, relation ...

    Raises:
        UserError: a file is not there; the sentence names it.
    """
    return {name: _placed(mapping, given) for name, mapping in inputs.items()}


def _placed(mapping: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    on_source = {**given, **mapping}
    options = {**given.get("read_options", {}), **mapping.get("read_options", {})}
    if options:
        on_source["read_options"] = options
    if "joins" in mapping:
        on_source["joins"] = {join: _found(of, given) for join, of in mapping["joins"].items()}
    return on_source


def _found(join: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in join.items() if key not in ("location", "relation")}
    table = join.get("relation")
    if "relation" in given:
        schema = str(given["relation"]).rpartition(".")[0]
        return {"relation": f"{schema}.{table}" if schema else table, **rest}
    here = Path(str(given["location"]))
    convert = given.get("convert", {})
    if table and "table" in convert:
        return {"location": str(here), "convert": {"table": table}, **rest}
    if "member" in convert:
        member = PurePosixPath(convert["member"])
        other = member.with_name(str(join.get("location") or f"{table}{member.suffix}"))
        return {"location": str(here), "convert": {"member": str(other)}, **rest}
    file = here.with_name(str(join.get("location") or f"{table}{here.suffix}"))
    if not file.exists():
        raise UserError(
            f"{here.name} needs {file.name}, which is not beside it.",
            f"Put {file.name} into the same folder.",
        )
    return {"location": str(file), **rest}
