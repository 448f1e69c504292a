"""What a node answers over HTTP: the API and the pages."""
