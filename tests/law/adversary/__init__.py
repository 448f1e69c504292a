"""A coalition of some members, perhaps with the host, against the law as it is."""
