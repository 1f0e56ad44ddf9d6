"""The made-up shop: the committed sample seeds, and orders by the million for benchmarks."""
