"""Tests of the `tiers` program, mirroring runner/."""
