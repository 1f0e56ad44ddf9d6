"""Charts as inline SVG; they know no shop, no SQL and no language."""
