"""Honest assemblies and what happens to them in a year."""
