"""Tests of publishing to PostgreSQL, with a real server."""
