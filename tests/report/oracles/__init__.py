"""A second opinion on each sentence: every value from the rows of the marts, in plain Python."""
