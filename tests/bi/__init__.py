"""Readers of what is published: Superset with its dashboards, older DuckDBs, libraries."""
