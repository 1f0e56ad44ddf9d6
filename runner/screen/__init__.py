"""A mapping tried on its data in seconds, with the SQL of the models but without dbt."""
