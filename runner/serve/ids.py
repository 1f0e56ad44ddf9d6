"""Customer ids that are personal data themselves."""

import re
import secrets
from dataclasses import replace

from runner.errors import UserError
from runner.serve.privacy import LEAST_KEY, Privacy
from runner.warehouse import MARTS, Warehouse

EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
# Of these tables the first that is there has all customers.
CUSTOMERS = {
    "customer_facts": "as_of_date = (select max(as_of_date) from {table})",
    "accepted_orders": "true",
}


def is_address(customer_id: str) -> bool:
    """Whether an id is an e-mail address."""
    return re.match(EMAIL, customer_id) is not None


def check_ids(warehouse: Warehouse, privacy: Privacy) -> None:
    """Make sure that no e-mail address leaves as an id: many shops know customers by theirs.

    Raises:
        UserError: there is one, and nothing is said of what shall become of it.
    """
    if count := _addresses_unasked(warehouse, privacy):
        raise _addresses(count)


def hiding_addresses(warehouse: Warehouse, privacy: Privacy) -> Privacy:
    """The same, or with a key if ids are e-mail addresses and nothing is said of them.

    The key is of this output alone and kept nowhere, so that nobody can find the address of a
    pseudonym, nor the same customer in another output.
    """
    if not _addresses_unasked(warehouse, privacy):
        return privacy
    return replace(privacy, key=secrets.token_bytes(LEAST_KEY), is_key_of_once=True)


def _addresses_unasked(warehouse: Warehouse, privacy: Privacy) -> int:
    """How many customers have an e-mail address as id, if nothing is said of it."""
    if privacy.include_personal or privacy.key:
        return 0
    existing = warehouse.tables()
    name = next((name for name in CUSTOMERS if name in existing), None)
    if name is None:
        return 0
    table = f"{MARTS}.{name}"
    ((count,),) = warehouse.rows(
        f"""
        select count(distinct customer_id) from {table}
        where
            {CUSTOMERS[name].format(table=table)}
            and contains(customer_id, '@')
            and regexp_matches(customer_id, ?)
        """,  # noqa: S608
        [EMAIL],
    )
    return int(count)


def check_id(customer_id: str, privacy: Privacy) -> None:
    """The same for what is of one customer alone.

    Raises:
        UserError: the id is an e-mail address, and nothing is said of what shall become of it.
    """
    if is_address(customer_id) and not (privacy.include_personal or privacy.key):
        raise _addresses(1)


def _addresses(count: int) -> UserError:
    return UserError(
        "The id of 1 customer is an e-mail address."
        if count == 1
        else f"The ids of {count:,} customers are e-mail addresses.",
        "With --pseudonymise KEYFILE a keyed hash is written in their place,"
        " with --include-personal they are written as they are.",
    )
