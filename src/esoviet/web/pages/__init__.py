"""Plain pages, made from the same answers as the JSON: a table (table.py) and templates."""
