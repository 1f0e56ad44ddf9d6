"""Copy all marts of a database to Parquet: `python copy_marts.py DATABASE FOLDER`."""

import sys
from pathlib import Path

import duckdb

database, folder = map(Path, sys.argv[1:])
folder.mkdir(parents=True)
with duckdb.connect(str(database), read_only=True) as connection:
    marts = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    ).fetchall()
    for (name,) in marts:
        connection.execute(f"copy (select * from marts.{name}) to '{folder / name}.parquet'")
