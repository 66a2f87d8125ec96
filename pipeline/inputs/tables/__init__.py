"""Strict tables, read and written."""
