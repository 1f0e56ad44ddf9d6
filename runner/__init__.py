"""The `tiers` program: parses a command, calls dbt, moves files, shows results."""
