"""Tests of what comes out: goldens, random shops against a second opinion, bad input."""
