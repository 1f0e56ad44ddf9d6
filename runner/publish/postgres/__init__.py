"""`tiers publish --to postgresql://...`: a schema for each release, and views that show one."""
