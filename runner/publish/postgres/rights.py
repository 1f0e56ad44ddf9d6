"""Whether a role may publish to a database, before anything is loaded."""

from typing import TYPE_CHECKING

from runner.errors import ExitCode, UserError
from runner.serve.tables import quoted

if TYPE_CHECKING:
    from runner.publish.postgres.place import Place

RIGHTS = """
    select
        current_user,
        current_database(),
        has_database_privilege(current_database(), 'CREATE'),
        n.oid is null or has_schema_privilege(n.oid, 'CREATE')
    from (select 1) as one
    left join pg_namespace n on n.nspname = %s
"""
OWNERS = """
    select c.relname, pg_get_userbyid(c.relowner)
    from pg_class c
    inner join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = %s and c.relname = any(%s) and not pg_has_role(c.relowner, 'USAGE')
    order by c.relname
    limit 1
"""


def check_rights(place: "Place", names: list[str]) -> None:
    """Make sure that the role of a connection may make schemas and replace views.

    Args:
        place: that is published to.
        names: of the views.

    Raises:
        UserError: it may not; the sentence has the statement that lets it.
    """
    user, database, makes_schemas, makes_views = place.row(RIGHTS, [place.schema])
    if not makes_schemas:
        raise UserError(
            f"{user} may not make schemas in {database}.",
            f"Let its owner run: GRANT CREATE ON DATABASE {quoted(database)} TO {quoted(user)};",
            ExitCode.ENGINE_FAILED,
        )
    if not makes_views:
        raise UserError(
            f"{user} may not make views in the schema {place.schema}.",
            f"Let its owner run: GRANT CREATE ON SCHEMA {quoted(place.schema)} TO {quoted(user)};",
            ExitCode.ENGINE_FAILED,
        )
    if owned := place.connection.execute(OWNERS, [place.schema, names]).fetchone():
        name, owner = owned
        raise UserError(
            f"{place.schema}.{name} belongs to {owner}, and {user} may not replace it.",
            f"Publish as {owner}, or run: GRANT {quoted(owner)} TO {quoted(user)};",
            ExitCode.ENGINE_FAILED,
        )


def check_roles(place: "Place", roles: tuple[str, ...]) -> None:
    """Make sure that there are the roles that are to read.

    Raises:
        UserError: one is missing.
    """
    for role in filter(None, roles):
        if not place.connection.execute(
            "select 1 from pg_roles where rolname = %s", [role]
        ).fetchone():
            raise UserError(
                f"{place.address} has no role {role}.",
                f"Make it: CREATE ROLE {quoted(role)}; or name another one with --grant.",
            )
