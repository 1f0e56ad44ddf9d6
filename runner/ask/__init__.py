"""Answers out of a built database: why, what differs, what if."""
