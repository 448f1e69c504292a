"""Where entries and blobs are kept: SQLite and a folder."""
