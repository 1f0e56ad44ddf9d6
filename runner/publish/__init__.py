"""`tiers publish`: all tables of one build at once, for readers who never see half of one."""
