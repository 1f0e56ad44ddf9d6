"""What PostgreSQL knows of tables and views: their columns, comments, and who depends on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from runner.publish.postgres.types import ServerColumn

if TYPE_CHECKING:
    from runner.server import Connection

COLUMNS = """
    select
        c.relname,
        c.relkind = 'v',
        coalesce(obj_description(c.oid, 'pg_class'), ''),
        array_agg(a.attname::text order by a.attnum),
        array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum),
        array_agg(coalesce(col_description(c.oid, a.attnum), '') order by a.attnum)
    from pg_class c
    inner join pg_namespace n on n.oid = c.relnamespace
    inner join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname = %s and c.relkind in ('r', 'p', 'f', 'm', 'v')
    group by c.oid, c.relname, c.relkind
    order by c.relname
"""
# The views of a schema that read a table of their own name in another schema.
SHOWN = """
    select v.relname, min(tn.nspname)
    from pg_class v
    inner join pg_namespace vn on vn.oid = v.relnamespace
    inner join pg_rewrite r on r.ev_class = v.oid
    inner join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_class'::regclass
    inner join pg_class t on t.oid = d.refobjid and t.relkind = 'r' and t.relname = v.relname
    inner join pg_namespace tn on tn.oid = t.relnamespace
    where vn.nspname = %s and v.relkind = 'v'
    group by v.relname
"""
# Views, functions and all else that would fall with a relation; not its own rule and row type.
DEPENDANTS = """
    select distinct
        case
            when r.ev_class is not null
                then pg_describe_object('pg_class'::regclass, r.ev_class, 0)
            else pg_describe_object(d.classid, d.objid, 0)
        end
    from pg_depend d
    left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
    where
        d.refclassid = 'pg_class'::regclass
        and d.refobjid = %s::regclass
        and d.deptype = 'n'
        and r.ev_class is distinct from d.refobjid
    order by 1
"""
# A role may read a relation, and may pass that on or not.
READERS = """
    select c.relname, coalesce(r.rolname, 'public')
    from pg_class c
    inner join pg_namespace n on n.oid = c.relnamespace
    cross join lateral aclexplode(c.relacl) as acl
    left join pg_roles r on r.oid = acl.grantee
    where
        n.nspname = %s and acl.privilege_type = 'SELECT' and acl.grantee <> c.relowner
        and (r.rolname is not null or acl.grantee = 0)
"""


@dataclass(frozen=True)
class Relation:
    """A table or view on a server."""

    name: str
    is_view: bool
    description: str
    columns: tuple[ServerColumn, ...]


def relations(connection: "Connection", schema: str) -> dict[str, Relation]:
    """The tables and views of a schema, by name."""
    return {
        name: Relation(
            name=name,
            is_view=is_view,
            description=description,
            columns=tuple(map(ServerColumn, names, types, descriptions)),
        )
        for name, is_view, description, names, types, descriptions in connection.execute(
            COLUMNS, [schema]
        )
    }


def shown(connection: "Connection", schema: str) -> dict[str, str]:
    """Which schema each view of a schema shows a table of, by the name that both have."""
    return {name: str(read) for name, read in connection.execute(SHOWN, [schema])}


def dependants(connection: "Connection", relation: str) -> tuple[str, ...]:
    """What would fall with a relation, as PostgreSQL describes it, such as `view crm.calls`.

    Args:
        connection: to the server.
        relation: in SQL, with its schema.
    """
    return tuple(name for (name,) in connection.execute(DEPENDANTS, [relation]))


def readers(connection: "Connection", schema: str) -> Mapping[str, Sequence[str]]:
    """The roles that may read each relation of a schema besides its owner; public is everybody."""
    found: dict[str, list[str]] = {}
    for name, role in connection.execute(READERS, [schema]):
        found.setdefault(name, []).append(role)
    return found
