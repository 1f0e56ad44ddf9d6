"""`tiers docs`: the tables, labels, rules and playbook as a static site."""
