"""What is only counted from the records and decides nothing: pure functions of a view."""
