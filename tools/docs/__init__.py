"""What stands in docs/ and is written by programs."""
