"""What moved between two databases or two dates: labels, revenue, cuts and rules."""
