"""Reading and writing other people's ballot files."""
