"""One figure per name: `<name>.sql` gives its rows, `<name>.yml` its words, `<name>.py` joins them.

In SQL, `$as_of` and `$before` are dates and `$store` is a store; a line with `$store` counts only
where the report is of one store. `action_$language` is a column in the report's language. Lines
between `-- if condition` (or `-- if not condition`) and `-- end` count only where it holds, see
`Source.holds`.
"""
