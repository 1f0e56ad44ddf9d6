"""`tiers semantic`: the metrics of the project as other programs read them, out of one table."""
