"""JSON for everything readable: one builder an answer, one table of them all (reads.py)."""
