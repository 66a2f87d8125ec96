"""算: what the figures say. Pure."""
