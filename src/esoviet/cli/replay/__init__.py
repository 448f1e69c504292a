"""`esoviet replay`: hold a published vote again, at a real host."""
