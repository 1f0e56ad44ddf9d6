"""The benchmark: the project against hand-written SQL and its peers."""
