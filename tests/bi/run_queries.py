"""Run queries on a DuckDB file, read-only: `python run_queries.py DATABASE QUERIES RESULTS`.

QUERIES is a JSON list of SQL texts; RESULTS gets the version and the rows of each, as text.
"""

import json
import sys
from pathlib import Path

import duckdb

database, queries, results = map(Path, sys.argv[1:])
with duckdb.connect(str(database), read_only=True) as connection:
    rows = [
        [[repr(cell) for cell in row] for row in connection.execute(sql).fetchall()]
        for sql in json.loads(queries.read_text(encoding="utf-8"))
    ]
results.write_text(json.dumps({"version": duckdb.__version__, "rows": rows}), encoding="utf-8")
