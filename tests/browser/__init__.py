"""The pages in a real browser. A package, so that its browser closes with its last test."""
