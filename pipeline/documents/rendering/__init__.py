"""A context and a template in, the bytes of a Word file out."""
