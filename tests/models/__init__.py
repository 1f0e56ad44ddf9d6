"""What is learned of customers: `tiers cluster` and the tables of its rules."""
