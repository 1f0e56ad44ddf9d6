"""One figure per name: `<name>.sql` gives its rows, `<name>.yml` its words, `<name>.py` joins them.

In SQL, `$as_of` and `$before` are dates and `$store` is a store; a line with `$store` counts only
where the report is of one store. A column `x_en` is `x_zh` in a Chinese report.
"""
