"""`tiers export`: tables of the marts as files, for programs and for people."""
