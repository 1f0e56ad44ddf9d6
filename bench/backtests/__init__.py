"""How far off forecasts are on shops whose later orders are known."""
