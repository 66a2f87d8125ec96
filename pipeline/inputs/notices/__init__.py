"""A notice of a city read into a draft plan: lines, structure, figures, names; nothing that is not in its text."""
