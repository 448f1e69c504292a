"""The rules of an assembly: a pure function of the log."""
