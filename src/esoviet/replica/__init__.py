"""The one fold: a position in a log, its tree, and the state that the law makes of it."""
