"""The frozen vectors of tests/vectors, which Python and the browser run alike."""
