"""Recounting a log without trusting the host that serves it."""
