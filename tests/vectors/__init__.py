"""Our own frozen vectors: each room in Python and its twin in JavaScript must agree with them."""
