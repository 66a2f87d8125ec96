"""收: what came in, read, checked and settled."""
