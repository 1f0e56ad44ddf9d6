"""Dashboards as code: charts, words and layout in YAML, and the files that Superset imports."""
