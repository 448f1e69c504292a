"""The replica of an assembly, and the host that appends to its log."""
