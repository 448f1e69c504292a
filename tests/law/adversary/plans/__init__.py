"""The library of plans: `library.LIBRARY` is the whole table."""
