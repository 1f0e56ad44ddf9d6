"""What leaves the database: which tables, which columns, and what becomes of personal data."""
