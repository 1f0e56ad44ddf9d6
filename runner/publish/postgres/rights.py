"""Whether a role may publish to a database, before anything is loaded."""

from typing import TYPE_CHECKING

from runner.errors import ExitCode, UserError
from runner.publish.postgres.sql import role_name
from runner.serve.tables import quoted

if TYPE_CHECKING:
    from runner.publish.postgres.place import Place

RIGHTS = """
    select
        current_user,
        current_database(),
        has_database_privilege(current_database(), 'CREATE'),
        n.oid is null or (
            has_schema_privilege(n.oid, 'CREATE') and has_schema_privilege(n.oid, 'USAGE')
        )
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
ROLE = """
    select
        role.is_there,
        n.oid is null
        or pg_has_role(n.nspowner, 'USAGE')
        or not role.is_there
        or has_schema_privilege(role.name, n.oid, 'USAGE')
    from (
        select
            %s as schema,
            %s as name,
            %s = 'public' or exists (select 1 from pg_roles where rolname = %s) as is_there
    ) as role
    left join pg_namespace n on n.nspname = role.schema
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
            f"Let its owner run: GRANT USAGE, CREATE ON SCHEMA {quoted(place.schema)} TO"
            f" {quoted(user)};",
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
    """Make sure that there are the roles that are to read, and that they can be let.

    Raises:
        UserError: one is missing, or only the owner of the schema can let it in.
    """
    for role in roles:
        is_there, can_enter = place.row(ROLE, [place.schema, role, role, role])
        if not is_there:
            raise UserError(
                f"{place.address} has no role {role}.",
                f"Make it: CREATE ROLE {quoted(role)}; or name another one with --grant.",
            )
        if not can_enter:
            raise UserError(
                f"Only its owner can let {role} into the schema {place.schema}.",
                "Let its owner run:"
                f" GRANT USAGE ON SCHEMA {quoted(place.schema)} TO {role_name(role)};",
                ExitCode.ENGINE_FAILED,
            )
