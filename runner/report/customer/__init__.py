"""One customer's page, on which a figure has the same three files as one of the report.

In SQL, `$customer` is the id that is asked for, or its pseudonym where there is a key.
"""
