"""Attacks on what a browser believes."""
