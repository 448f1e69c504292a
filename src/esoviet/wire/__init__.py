"""Bytes, signatures and the names of things: what everybody must read alike."""
