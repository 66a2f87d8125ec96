"""Reported sheets: which file is whose, cells to readings, the rules, a month settled."""
