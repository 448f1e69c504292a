"""Logs that are kept, with the state they make: the same log always gives the same state."""
