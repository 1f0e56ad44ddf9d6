"""The report: one page of figures, each with its sentence, its table and the SQL that gives it."""
