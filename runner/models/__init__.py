"""What is learned from a built database, once, and written down as rules."""
