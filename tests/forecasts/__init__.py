"""What is foreseen: the fits, the trials, and the forecasts made of them."""
